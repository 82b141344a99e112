import { requireFinite } from './require-finite.ts';
import { signedRankCritical, signedRankCumulative } from './signed-rank-distribution.ts';
import { walshAverage, walshCount } from './walsh-averages.ts';

export interface SignedRankInterval {
  /** Hodges-Lehmann estimate: the median of the Walsh averages. */
  readonly point: number;
  /** Ends of the closed interval; both are Walsh averages. */
  readonly lower: number;
  readonly upper: number;
  /** Exact probability of covering the centre of a continuous symmetric distribution; at least what was asked. */
  readonly coverage: number;
  readonly n: number;
}

/**
 * Interval of the centre of symmetry (the pseudo-median) that inverts `signedRankTest`: it holds every value that the test would
 * not reject at 1 - confidence. With c the largest rank sum that still rejects, its ends are the Walsh averages c + 1 from
 * below and from above. Null when n is too small for the confidence (n < 6 for 0.95).
 * RangeError for a value that is not finite or a confidence outside (0, 1).
 * Source: J. L. Hodges and E. L. Lehmann, Annals of Mathematical Statistics 34 (1963) 598-611.
 */
export function signedRankInterval(
  differences: readonly number[],
  confidence: number,
): SignedRankInterval | null {
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`confidence ${confidence} is not in (0, 1)`);
  requireFinite('signed-rank interval', differences);
  const n = differences.length;
  if (n === 0) return null;
  // Rounded, because 1 - 0.95 is a little more than 0.05: at n = 6 and the like a tail can equal the level.
  const tail = Number(((1 - confidence) / 2).toPrecision(12));
  const critical = signedRankCritical(tail, n);
  if (critical < 0) return null;
  const sorted = Float64Array.from(differences).sort();
  const count = walshCount(n);
  return {
    point:
      walshAverage(sorted, Math.ceil(count / 2)) / 2 + walshAverage(sorted, Math.floor(count / 2) + 1) / 2,
    lower: walshAverage(sorted, critical + 1),
    upper: walshAverage(sorted, count - critical),
    coverage: 1 - 2 * signedRankCumulative(critical, n),
    n,
  };
}
