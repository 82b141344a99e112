import { median } from './stats/median.ts';
import { medianInterval } from './stats/median-interval.ts';

/** Below this many blocks no 95 % interval of a median exists: median and range only. */
export const fewestBlocksForInterval = 6;
export const confidence = 0.95;

/**
 * A median over blocks, never without its n. What `lower` and `upper` are is told by `intervalKind`:
 * `confidence`: an order-statistic interval, unadjusted, that covers the median with probability `coverage`;
 * `range`: smallest and largest value; `exact`: all n values are the same number; `bootstrap`: no median, but a quantile of the
 * observations of all n blocks together, with the percentile interval of resampled blocks.
 */
export interface Estimate {
  readonly point: number;
  readonly lower: number;
  readonly upper: number;
  readonly n: number;
  readonly intervalKind: 'confidence' | 'range' | 'exact' | 'bootstrap';
  readonly coverage: number | null;
  /** Present with kind `bootstrap` only: how the interval was drawn, and the observations in all blocks. */
  readonly bootstrap?: Bootstrap;
}

export interface Bootstrap {
  /** Nominal: with few blocks the interval covers less often. */
  readonly confidence: number;
  readonly resamples: number;
  readonly seed: number;
  readonly observations: number;
}

/**
 * Estimate of one value per block. Only counts can be `exact`: equal times are a coarse clock. An interval that
 * shrinks to a point although the values differ would mislead, so the range stands in for it. Null for no values.
 */
export function makeEstimate(values: readonly number[], kind: 'time' | 'count'): Estimate | null {
  const n = values.length;
  if (n === 0) return null;
  const point = median(values);
  const range = { lower: Math.min(...values), upper: Math.max(...values) };
  if (kind === 'count' && n >= 2 && range.lower === range.upper) {
    return { point, ...range, n, intervalKind: 'exact', coverage: null };
  }
  const interval = n < fewestBlocksForInterval ? null : medianInterval(values, confidence);
  if (interval === null || interval.lower === interval.upper) {
    return { point, ...range, n, intervalKind: 'range', coverage: null };
  }
  const { lower, upper, coverage } = interval;
  return { point, lower, upper, n, intervalKind: 'confidence', coverage };
}
