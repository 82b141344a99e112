import type { Estimate } from '../../results/schema/estimate.ts';
import { median } from '../stats/median.ts';
import { medianInterval } from '../stats/median-interval.ts';

/** Below this many blocks no 95 % interval of a median exists: median and range only. */
export const fewestBlocksForInterval = 6;
export const confidence = 0.95;

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
