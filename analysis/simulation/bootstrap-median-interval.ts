import type { RandomStream } from '../stats/random-stream.ts';
import type { Interval } from './pair.ts';

const resamples = 1000;

/**
 * Percentile bootstrap interval of the median, 1,000 resamples. It is here to be compared, not to judge: its false
 * positives jump with n. Resamples are counted as ranks of the sorted values, which saves sorting each. Null for no values.
 */
export function bootstrapMedianInterval(
  values: readonly number[],
  confidence: number,
  random: RandomStream,
): Interval | null {
  const n = values.length;
  const sorted = [...values].sort((a, b) => a - b);
  const counts = new Uint16Array(n);
  const medians = Float64Array.from({ length: resamples }, () => {
    counts.fill(0);
    for (let i = 0; i < n; i += 1) {
      const rank = random.below(n);
      counts[rank] = (counts[rank] ?? 0) + 1;
    }
    return (atRank(sorted, counts, Math.ceil(n / 2)) + atRank(sorted, counts, Math.floor(n / 2) + 1)) / 2;
  }).sort();
  const tail = Math.floor(((1 - confidence) / 2) * resamples);
  const [lower, upper] = [medians[tail], medians[resamples - 1 - tail]];
  return n === 0 || lower === undefined || upper === undefined ? null : { lower, upper };
}

function atRank(sorted: readonly number[], counts: Uint16Array, rank: number): number {
  let seen = 0;
  for (const [i, value] of sorted.entries()) {
    seen += counts[i] ?? 0;
    if (seen >= rank) return value;
  }
  return 0;
}
