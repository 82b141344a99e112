import { normalUpperTail } from './normal-distribution.ts';
import { mostExactPairs, rankSumCumulative } from './rank-sum-distribution.ts';

/**
 * P(U ≤ u) of m and n values without ties; 0 for u below 0. Exact while m·n ≤ 4,000, else the normal approximation with
 * continuity correction (error below 0.0005 there).
 */
export function rankSumTail(u: number, m: number, n: number): number {
  if (u < 0) return 0;
  if (u >= m * n) return 1;
  if (m * n <= mostExactPairs) return Math.min(1, rankSumCumulative(m, n)[u] ?? 1);
  const deviation = Math.sqrt((m * n * (m + n + 1)) / 12);
  return normalUpperTail(((m * n) / 2 - u - 0.5) / deviation);
}

/** The largest u with P(U ≤ u) ≤ tail; -1 when there is none. */
export function rankSumCritical(tail: number, m: number, n: number): number {
  let [low, high] = [-1, Math.floor((m * n) / 2)];
  while (low < high) {
    const middle = Math.floor((low + high + 1) / 2);
    if (rankSumTail(middle, m, n) <= tail) low = middle;
    else high = middle - 1;
  }
  return low;
}
