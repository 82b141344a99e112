import { z } from 'zod';
import { estimate, unit } from './estimate.ts';
import { metricName } from './metric-name.ts';
import { count, machineKind, nodeId } from './primitives.ts';
import type { Value } from './value.ts';
import { placementName, trialMode } from './workload.ts';

/** What a row is about. */
const rowKey = {
  /** Index into `sections`. */
  section: count,
  machine: machineKind,
  workload: z.string(),
  parameters: z.record(z.string(), z.string()),
  placement: placementName,
  mode: trialMode,
  /** Threads of all processes of a trial. */
  threads: count,
  /** Nodes that threads run on or memory is bound to, ascending. */
  nodes: z.array(nodeId),
};

/** A row that one arm gives. */
const armRow = {
  ...rowKey,
  arm: z.string(),
  target: z.string(),
  /** True for the A/A control: the baseline once more. */
  control: z.boolean(),
};

const measured = {
  metricId: z.string(),
  metric: metricName,
  /** What the metric was taken of, where it has several: a measure, objects at a checkpoint. Else empty. */
  subject: z.string(),
  unit,
};

export const estimateRow = z.strictObject({
  ...armRow,
  ...measured,
  scheduleDependent: z.boolean(),
  /** Null when no trial gave a value; `missing` then says why. */
  estimate: estimate.nullable(),
  missing: z.strictObject({ trials: count, reason: z.string() }).nullable(),
  /** Where in the trials the values were found, if that is a question: checkpoints with the largest resident set. */
  at: z.array(z.string()),
});

/** Blow-up: one heap per node, emulated by one process per node (the arm of the row), against one process that does the same work. */
export const blowUpRow = z.strictObject({
  ...armRow,
  heaps: count,
  /** Placement of the arm with one process. */
  oneProcess: placementName,
  /** Largest resident set with `heaps` heaps / of one process, median over blocks of the ratio within a block. */
  ratio: estimate,
});

/** What a target does to a metric, beside the baseline in the same block. */
export const effect = z.strictObject({
  /**
   * `ratio`: target / baseline, for times and bytes. `difference`: target - baseline in the metric's unit, for shares, counts per
   * operation and whatever can be 0. `exact`: a count whose difference was the same number in all n blocks; it has no p-value.
   */
  kind: z.enum(['ratio', 'difference', 'exact']),
  /**
   * Hodges-Lehmann estimate (of ratios: on the log scale and taken back) and its interval, for this comparison alone: not adjusted for
   * how many there are. Below six blocks the median and the range.
   */
  estimate,
  /** The interval that covers together with those of the whole family; null outside a family, or where n is too small for it. */
  simultaneous: z.strictObject({ lower: z.number(), upper: z.number() }).nullable(),
});

/**
 * What may be said of a comparison. `slower`, `faster` (times), `more`, `less` (else): wholly beyond the margin. `differs within the
 * margin`: a difference that is shown and is smaller than the margin. `differs`: shown, but the interval reaches across the margin; or
 * an exact count that differs. `equivalent`: no difference shown, and the interval lies inside the margin. `identical`: an exact count
 * that agrees in all blocks.
 */
export const comparisonVerdict = z.enum([
  'slower',
  'faster',
  'more',
  'less',
  'differs within the margin',
  'differs',
  'equivalent',
  'identical',
  'unsettled',
]);

export const contrastKind = z.enum(['allocator', 'libc', 'version', 'link', 'setting', 'relink']);

export const comparisonRow = z.strictObject({
  ...armRow,
  ...measured,
  baselineArm: z.string(),
  baseline: z.string(),
  /** What alone differs, or null when several things do and `confounded` names them. */
  contrast: z.enum([...contrastKind.options, 'control']).nullable(),
  confounded: z.string().nullable(),
  effect,
  /** In the family that the plan fixed: these alone have verdicts on times. Controls are a family of their own. */
  primary: z.boolean(),
  /** Of the exact paired signed-rank test, two-sided; null outside the families. */
  pValue: z.number().nullable(),
  /** Holm's, within the family. */
  adjustedP: z.number().nullable(),
  /** Relative, 0.03 is 3 %; null where nothing is compared with a margin. */
  margin: z.number().nullable(),
  /** Smallest relative effect that such a comparison finds in 8 of 10 runs, from the width of its simultaneous interval. */
  detectable: z.number().nullable(),
  /** Null: the comparison is none of those that the run was planned to decide, or the run is not valid for timing. */
  verdict: comparisonVerdict.nullable(),
  /** What must be known to read the numbers: blocks without a partner, values equal in all blocks. */
  notes: z.array(z.string()),
  method: z.string(),
});

/** How often each answer of the kernel (node number, `absent`, `zero`, `unknown`) was given for one page. */
const nodeCounts = z.record(z.string(), count);

/** Where the pages of a thread lay, over all repetitions and trials of one arm. */
export const threadMapCell = z.strictObject({
  creatorNode: nodeId,
  childNode: nodeId,
  at: z.enum(['first-instruction', 'end']),
  n: count,
  descriptor: nodeCounts,
  errno: nodeCounts,
  tls: z.array(nodeCounts),
  /** `stack[k]`: the page k pages below the top. */
  stack: z.array(nodeCounts),
});

export const threadMapRow = z.strictObject({ ...armRow, trials: count, cells: z.array(threadMapCell) });

/** The resident set over the course of the work, median over blocks at each checkpoint, in the order in which they are passed. */
export const memorySeriesRow = z.strictObject({
  ...armRow,
  points: z.array(
    z.strictObject({
      checkpoint: z.string(),
      /** Done by then, by all processes of a trial; median over blocks. */
      operations: z.number(),
      /** Bytes, less those just before the first allocation. */
      resident: estimate,
      live: estimate,
    }),
  ),
});

/** Lock handoffs by pair of threads. */
export const lockHandoffMapRow = z.strictObject({
  ...armRow,
  cells: z.array(
    z.strictObject({
      from: count,
      fromNode: nodeId,
      to: count,
      toNode: nodeId,
      /** Of all handoffs to another thread in a trial, median over blocks. */
      share: estimate,
    }),
  ),
});

/** Of what the variance of times comes, of one target's programs. */
export const varianceShares = z.strictObject({
  /** Of the variance within a build, what lies between processes, with the interval of a jackknife over blocks; the rest lies between passes. */
  processShare: estimate,
  /** Of all variance, what lies between builds; null where there is one build. Too few builds for an interval. */
  buildShare: z.number().nullable(),
  /** Standard deviations of the logarithm: 0.01 is about 1 %. */
  processDeviation: z.number(),
  passDeviation: z.number(),
  /** What more passes in each process could take off the variance of a trial's mean at most; ends from those of `processShare`. */
  passGain: z.strictObject({ point: z.number(), lower: z.number(), upper: z.number() }),
});

export const varianceRow = z.strictObject({
  section: count,
  workload: z.string(),
  target: z.string(),
  series: count,
  /** Programs linked in another order, the baseline among them; processes and passes are of one series. */
  builds: count,
  processes: count,
  passes: count,
  /** Null where the data cannot tell; `missing` then says why. */
  levels: varianceShares.nullable(),
  missing: z.string().nullable(),
});

export type EstimateRow = Value<typeof estimateRow>;
export type BlowUpRow = Value<typeof blowUpRow>;
export type Effect = Value<typeof effect>;
export type ComparisonVerdict = Value<typeof comparisonVerdict>;
export type ContrastKind = Value<typeof contrastKind>;
export type ComparisonRow = Value<typeof comparisonRow>;
export type NodeCounts = Value<typeof nodeCounts>;
export type ThreadMapCell = Value<typeof threadMapCell>;
export type ThreadMapRow = Value<typeof threadMapRow>;
export type MemorySeriesRow = Value<typeof memorySeriesRow>;
export type LockHandoffMapRow = Value<typeof lockHandoffMapRow>;
export type VarianceShares = Value<typeof varianceShares>;
export type VarianceRow = Value<typeof varianceRow>;
