import { sum } from 'simple-statistics';
import { median } from '../stats/median.ts';
import { makeRandomStream, type RandomStream } from '../stats/random-stream.ts';
import { type Design, designs } from './designs.ts';
import type { DrawnRun } from './draw-run.ts';
import type { Share } from './share.ts';

/** What the designs make of real processes of one program, and of an effect multiplied into half of them. */
export interface CostEvaluation {
  /** Each of one program at one place; their processes together. */
  readonly sequences: number;
  readonly processes: number;
  readonly blocks: number;
  readonly seed: number;
  /** Windows do not overlap when there are as many as fit; more of them share processes and are not independent. */
  readonly comparisons: number;
  readonly disjoint: number;
  readonly designs: readonly EvaluatedDesign[];
}

export interface EvaluatedDesign {
  readonly design: Design['id'];
  readonly title: string;
  readonly falsePositives: Share;
  readonly power: readonly { readonly effect: number; readonly found: Share }[];
  /** Median width of the 95 % interval of the log ratio. */
  readonly width: number;
}

const fewestComparisons = 200;
const effects = [0.01, 0.02, 0.03, 0.05];

/**
 * Cuts sequences of costs in time order into windows of 2 × blocks processes and lets each design compare two arms in each:
 * sequential gives the first half to one arm; the others draw in each pair of neighbours which comes first. At least 200
 * windows in all, spread evenly. RangeError when no sequence fills a window, or a cost is not positive.
 */
export function evaluateCosts(
  sequences: readonly (readonly number[])[],
  { blocks, seed }: { readonly blocks: number; readonly seed: number },
): CostEvaluation {
  const length = 2 * blocks;
  const usable = sequences.filter((costs) => costs.length >= length);
  if (usable.length === 0) throw new RangeError(`no sequence of ${length} costs`);
  const costs = usable.flat();
  if (!costs.every((cost) => Number.isFinite(cost) && cost > 0))
    throw new RangeError('a cost is not positive');
  const random = makeRandomStream(seed);
  const fewest = Math.ceil(fewestComparisons / usable.length);
  const runs = usable.flatMap((sequence) =>
    cutSequence(sequence.map(Math.log), length, fewest).map((window) => drawOrder(window, random)),
  );
  return {
    sequences: usable.length,
    processes: costs.length,
    blocks,
    seed,
    comparisons: runs.length,
    disjoint: sum(usable.map((sequence) => Math.floor(sequence.length / length))),
    designs: designs.map((design) => evaluateDesign(design, runs, random)),
  };
}

/** As many windows as fit beside each other, or `fewest` that overlap, evenly spread; one where there is no room to move. */
function cutSequence(
  logs: readonly number[],
  length: number,
  fewest: number,
): readonly (readonly number[])[] {
  const room = logs.length - length;
  const windows = room === 0 ? 1 : Math.max(Math.floor(logs.length / length), fewest);
  return Array.from({ length: windows }, (_, k) => {
    const from = Math.floor((k * room) / Math.max(1, windows - 1));
    return logs.slice(from, from + length);
  });
}

function drawOrder(window: readonly number[], random: RandomStream): DrawnRun {
  const blocks = window.length / 2;
  const firsts = Array.from({ length: blocks }, () => random.below(2));
  return {
    sequential: { base: window.slice(0, blocks), other: window.slice(blocks) },
    blocked: {
      base: firsts.map((first, i) => window[2 * i + first] ?? 0),
      other: firsts.map((first, i) => window[2 * i + 1 - first] ?? 0),
    },
  };
}

function evaluateDesign(design: Design, runs: readonly DrawnRun[], random: RandomStream): EvaluatedDesign {
  const intervals = runs.map((run) => {
    const interval = design.interval(run[design.order], 0.95, random);
    // Equal costs in every process: the interval is the point 0.
    return interval ?? { lower: 0, upper: 0 };
  });
  // Intervals of log ratios move with the effect, so that one interval answers for every effect.
  const found = (effect: number): Share => {
    const shift = Math.log1p(effect);
    const count = intervals.filter(({ lower, upper }) => lower + shift > 0 || upper + shift < 0).length;
    return { count, of: intervals.length };
  };
  return {
    design: design.id,
    title: design.title,
    falsePositives: found(0),
    power: effects.map((effect) => ({ effect, found: found(effect) })),
    width: median(intervals.map(({ lower, upper }) => upper - lower)),
  };
}
