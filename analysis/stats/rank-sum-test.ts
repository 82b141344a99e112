import { rankSumTail } from './rank-sum-tail.ts';
import { requireFinite } from './require-finite.ts';

export interface RankSumTest {
  /** Pairs in which the second value is not above the first, or not below it, whichever are fewer. */
  readonly statistic: number;
  /** Two-sided. */
  readonly pValue: number;
}

/**
 * Two-sided Mann-Whitney test of two independent samples. A tie between them speaks for both sides, the least favourable way to
 * break it, so that p is valid for any ties and the test rejects exactly when 0 lies outside the closed interval of `rankSumInterval`.
 * RangeError for an empty sample or a value that is not finite.
 */
export function rankSumTest(first: readonly number[], second: readonly number[]): RankSumTest {
  requireFinite('rank-sum test', first);
  requireFinite('rank-sum test', second);
  const [m, n] = [first.length, second.length];
  if (m === 0 || n === 0) throw new RangeError('rank-sum test of an empty sample');
  let [notAbove, notBelow] = [0, 0];
  for (const x of first) {
    for (const y of second) {
      if (y <= x) notAbove += 1;
      if (y >= x) notBelow += 1;
    }
  }
  const statistic = Math.min(notAbove, notBelow);
  return { statistic, pValue: Math.min(1, 2 * rankSumTail(statistic, m, n)) };
}
