import { quantile as simpleQuantile } from 'simple-statistics';
import { requireFinite } from './require-finite.ts';

/**
 * Value at quantile q in [0, 1], interpolated linearly between order statistics (type 7 of R. J. Hyndman and Y. Fan, The American
 * Statistician 50 (1996) 361-365). RangeError for no values, one that is not finite, or another q.
 */
export function quantile(values: readonly number[], q: number): number {
  if (values.length === 0) throw new RangeError('quantile of no values');
  if (!(q >= 0 && q <= 1)) throw new RangeError(`quantile ${q} is not within [0, 1]`);
  requireFinite('quantile', values);
  return simpleQuantile([...values], q);
}
