import { mean } from 'simple-statistics';
import { requireFinite } from './require-finite.ts';

export interface Autocorrelation {
  /** r1 in [-1, 1]. For independent values its mean is -1/n. */
  readonly coefficient: number;
  /** Two-sided 5 % limit of independent values about -1/n, 1.96/sqrt(n): beyond it the values are not independent. */
  readonly limit: number;
  readonly n: number;
}

/**
 * Correlation of each value with the one before, in the order of measurement. Null for fewer than 8 values or
 * values that are all equal, which have none. RangeError for a value that is not finite.
 * Source: G. E. P. Box, G. M. Jenkins and G. C. Reinsel, Time Series Analysis, section 2.1.
 */
export function lagOneAutocorrelation(values: readonly number[]): Autocorrelation | null {
  requireFinite('autocorrelation', values);
  const n = values.length;
  if (n < 8) return null;
  const centre = mean([...values]);
  const deviations = values.map((x) => x - centre);
  const squares = deviations.reduce((sum, d) => sum + d * d, 0);
  // Equal values may differ from their mean by a rounding.
  if (squares <= n * (Number.EPSILON * centre) ** 2) return null;
  const products = deviations.slice(1).reduce((sum, d, i) => sum + d * (deviations[i] ?? 0), 0);
  return { coefficient: products / squares, limit: 1.96 / Math.sqrt(n), n };
}
