import { requireFinite } from './require-finite.ts';
import { signedRankCumulative } from './signed-rank-distribution.ts';
import { splitWalshAverages } from './walsh-averages.ts';

export interface SignedRankTest {
  readonly n: number;
  /** The smaller of W+ and W-; where values tie, the larger number it could be with the ties broken. */
  readonly statistic: number;
  /** Two-sided, exact up to n = 500. */
  readonly pValue: number;
}

/**
 * Paired Wilcoxon signed-rank test of differences that are symmetric about 0 when nothing differs.
 *
 * W- is counted as the Walsh averages at or below 0, W+ as those at or above 0 (J. W. Tukey 1949), so that a zero and a
 * pair of equal size and opposite sign speak for both sides. That is the least favourable way of breaking ties: the p-value is never
 * smaller than with the ties broken at random, and so valid for any pattern of them. The usual mid-ranks, with zeros dropped,
 * can reject 0 where 0 is an end of the interval; this test is the one that `signedRankInterval` inverts, and rejects
 * at level α exactly when 0 lies outside the closed interval of confidence 1 - α.
 * RangeError for no differences or one that is not finite.
 */
export function signedRankTest(differences: readonly number[]): SignedRankTest {
  if (differences.length === 0) throw new RangeError('signed-rank test of no differences');
  requireFinite('signed-rank test', differences);
  const n = differences.length;
  const rising = splitWalshAverages(Float64Array.from(differences).sort(), 0).atMost;
  const falling = splitWalshAverages(Float64Array.from(differences, (x) => -x).sort(), 0).atMost;
  const statistic = Math.min(rising, falling);
  return { n, statistic, pValue: Math.min(1, 2 * signedRankCumulative(statistic, n)) };
}
