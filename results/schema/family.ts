import { z } from 'zod';
import { metricName } from './metric-name.ts';
import { count } from './primitives.ts';

/** Two arms of the section, by their ids, that differ in their target alone. */
const pair = z.strictObject({ arm: z.string().min(1), baselineArm: z.string().min(1) });

/**
 * What the run is to decide, fixed before there are data: each pair is one comparison, and a verdict on one of them is held to the
 * number of them all. Whatever else is compared has an interval and no verdict.
 */
export const family = z.strictObject({
  /** Index of the section of the plan: one with times. */
  section: count,
  /** The primary metric, by its full name. A throughput trial has one measure, so that a pair has one value of it in a block. */
  metric: metricName,
  /** Probability of any false difference in the whole family, all looks together. */
  alpha: z.number().gt(0).lt(1),
  /** The same of the A/A controls, which are a family of their own. */
  controlAlpha: z.number().gt(0).lt(1),
  /** Relative effect that matters: 0.03 is 3 %. */
  margin: z.number().gt(0).lt(1),
  /** Numbers of blocks, ascending, at which the data are looked at; at no other. The last is the number of blocks of the section. */
  looks: z
    .array(z.int().positive())
    .min(1)
    .refine((looks) => looks.every((look, i) => look > (looks[i - 1] ?? 0)), 'looks must ascend'),
  /** The section ends at a look at which every comparison is known this well: half the width of its interval, relative. */
  precision: z.number().gt(0).lt(1).nullable(),
  /** The section ends when the run would take longer than that. */
  maxSeconds: z.number().positive().nullable(),
  comparisons: z.array(pair),
  controls: z.array(pair),
});

/** A section that ended before its last planned block, because the plan told it when to. */
export const stop = z.strictObject({
  section: count,
  /** Blocks that were run whole. */
  blocks: z.int().positive(),
  reason: z.enum(['precision', 'time']),
});

/** stops.json: absent where every section ran to its end, or was interrupted. */
export const stops = z.strictObject({ schema: z.literal(1), stops: z.array(stop).min(1) });

export type FamilyPair = z.infer<typeof pair>;
export type Family = z.infer<typeof family>;
export type Stop = z.infer<typeof stop>;

export const primaryMetric = 'operation_cost_seconds';
export const familyAlpha = 0.05;
export const controlAlpha = 0.01;
/** What a difference of times must exceed to matter. */
export const timeMargin = 0.03;
/** The same of bytes, where they are compared with a margin. */
export const bytesMargin = 0.05;

/** Below this many blocks there is no 95 % interval, and no run is designed for verdicts. */
export const fewestBlocksForFamily = 6;

/** What each comparison has to reach at each look: Bonferroni over looks, and the strictest step of Holm over comparisons. */
export function strictestLevel(alpha: number, comparisons: number, looks: number): number {
  return alpha / (Math.max(1, comparisons) * looks);
}

/**
 * The fewest blocks with which a signed-rank test of paired values can reach a two-sided level: with n pairs that all have one sign its
 * p is 2^-(n-1), and there is no smaller one.
 */
export function fewestBlocksForLevel(level: number): number {
  return Math.max(fewestBlocksForFamily, 1 + Math.ceil(-Math.log2(level)));
}

const firstLook = 15;

/** Blocks at look 1, 2, …: each has twice as many as the one before, so that few looks span much. */
export function blocksAtLook(look: number): number {
  return firstLook * 2 ** (look - 1);
}
