import { rankSumCritical, rankSumTail } from './rank-sum-tail.ts';
import { requireFinite } from './require-finite.ts';

export interface RankSumInterval {
  /** Hodges-Lehmann estimate of the shift: the median of all differences second - first. */
  readonly point: number;
  /** Ends of the closed interval; both are such differences. */
  readonly lower: number;
  readonly upper: number;
  /** Probability of covering the shift between two continuous distributions of one shape; at least what was asked. */
  readonly coverage: number;
}

/**
 * Interval of the shift from the first sample to the second, for samples that are not paired: it holds every shift that `rankSumTest` would
 * not reject at 1 - confidence. With c the largest statistic that still rejects, its ends are the differences c + 1 from below and from
 * above. Null when the samples are too small for the confidence (4 and 4 for 0.95).
 * RangeError for a value that is not finite or a confidence outside (0, 1).
 * Source: J. L. Hodges and E. L. Lehmann, Annals of Mathematical Statistics 34 (1963) 598-611; M. Hollander and D. A. Wolfe,
 * Nonparametric Statistical Methods, section 4.3.
 */
export function rankSumInterval(
  first: readonly number[],
  second: readonly number[],
  confidence: number,
): RankSumInterval | null {
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`confidence ${confidence} is not in (0, 1)`);
  requireFinite('rank-sum interval', first);
  requireFinite('rank-sum interval', second);
  const [m, n] = [first.length, second.length];
  if (m === 0 || n === 0) return null;
  // Rounded, because 1 - 0.95 is a little more than 0.05.
  const tail = Number(((1 - confidence) / 2).toPrecision(12));
  const critical = rankSumCritical(tail, m, n);
  if (critical < 0) return null;
  const differences = Float64Array.from(first.flatMap((x) => second.map((y) => y - x))).sort();
  const at = (position: number) => differences[position - 1] ?? 0;
  const count = m * n;
  return {
    point: (at(Math.ceil(count / 2)) + at(Math.floor(count / 2) + 1)) / 2,
    lower: at(critical + 1),
    upper: at(count - critical),
    coverage: 1 - 2 * rankSumTail(critical, m, n),
  };
}
