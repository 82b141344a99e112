import { requireFinite } from './require-finite.ts';
import { studentQuantile } from './student-t.ts';

/** Values of the passes of one process for each block; undefined where the block has none. */
export type BlockPasses = readonly (readonly number[] | undefined)[];

export interface BetweenShare {
  readonly point: number;
  readonly lower: number;
  readonly upper: number;
}

/** What of a process is needed: number, mean, and sum of squared distances from it. */
interface Summary {
  readonly n: number;
  readonly mean: number;
  readonly squares: number;
}

/** Mean squares of analysis of variance, summed over series. */
interface Squares {
  readonly between: number;
  readonly within: number;
  /** Passes of a process, averaged as for an unequal design. */
  readonly groupSize: number;
}

/** Means that are equal in truth may differ in their last digits: what is left of their mean square, relative to that of passes. */
const rounding = 1e-20;

/**
 * Share of the variance between processes in all variance, process + pass, over series of which each has one process in a block, with the
 * interval of the jackknife of the logarithm of the variance ratio: blocks are left out whole, the same of all series, because what
 * disturbs a block disturbs all of them. Shares are 0 where processes differ less than their passes explain. Null where passes or
 * processes do not differ at all, or with fewer than three blocks. RangeError for a value that is not finite.
 * Source: J. N. Arvesen, Annals of Mathematical Statistics 40 (1969) 2076-2100; R. G. Miller, Biometrika 61 (1974) 1-15, on the logarithm.
 */
export function shareBetweenProcesses(
  series: readonly BlockPasses[],
  confidence: number,
): BetweenShare | null {
  const summaries = series.map((blocks) => Array.from(blocks, summarise));
  const blocks = [...Array(Math.max(0, ...summaries.map((one) => one.length))).keys()].filter((block) =>
    summaries.some((one) => one[block] !== undefined),
  );
  const n = blocks.length;
  if (n < 3) return null;
  const whole = splitSquares(summaries, -1);
  if (whole.between <= rounding * whole.within) return null;
  const logRatio = Math.log(whole.between / whole.within);
  const pseudo = blocks.map((block) => {
    const { between, within } = splitSquares(summaries, block);
    return n * logRatio - (n - 1) * Math.log(between / within);
  });
  if (![logRatio, ...pseudo].every(Number.isFinite)) return null;
  const centre = pseudo.reduce((sum, value) => sum + value, 0) / n;
  const variance = pseudo.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (n - 1);
  const halfWidth = studentQuantile((1 - confidence) / 2, n - 1) * Math.sqrt(variance / n);
  const shareOf = (log: number) => {
    const excess = Math.max(0, Math.exp(log) - 1);
    return excess / (excess + whole.groupSize);
  };
  const point = shareOf(logRatio);
  return {
    point,
    lower: Math.min(point, shareOf(centre - halfWidth)),
    upper: Math.max(point, shareOf(centre + halfWidth)),
  };
}

function summarise(values: readonly number[] | undefined): Summary | undefined {
  if (values === undefined || values.length === 0) return undefined;
  requireFinite('share between processes', values);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { n: values.length, mean, squares: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) };
}

function splitSquares(series: readonly (readonly (Summary | undefined)[])[], leftOut: number): Squares {
  const parts = series.map((blocks) => splitSeries(blocks.filter((_, block) => block !== leftOut)));
  const total = (of: (part: Squares) => number) => parts.reduce((sum, part) => sum + of(part), 0);
  return {
    between: total((part) => part.between),
    within: total((part) => part.within),
    groupSize: total((part) => part.groupSize) / Math.max(1, parts.length),
  };
}

function splitSeries(blocks: readonly (Summary | undefined)[]): Squares {
  const processes = blocks.filter((one) => one !== undefined);
  const n = processes.reduce((sum, one) => sum + one.n, 0);
  if (processes.length < 2 || n === processes.length) return { between: 0, within: 0, groupSize: 1 };
  const mean = processes.reduce((sum, one) => sum + one.n * one.mean, 0) / n;
  const freedom = processes.length - 1;
  return {
    between: processes.reduce((sum, one) => sum + one.n * (one.mean - mean) ** 2, 0) / freedom,
    within: processes.reduce((sum, one) => sum + one.squares, 0) / (n - processes.length),
    groupSize: (n - processes.reduce((sum, one) => sum + one.n ** 2, 0) / n) / freedom,
  };
}
