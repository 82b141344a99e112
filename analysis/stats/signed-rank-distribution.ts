import { normalUpperTail } from './normal-distribution.ts';
import { walshCount } from './walsh-averages.ts';

/** Up to here the distribution is exact; above, a normal p-value down to 0.005 is off by less than a hundredth of itself. */
export const largestExactN = 500;

const cumulatives = new Map<number, Float64Array>();

/**
 * P(W ≤ w) of the signed-rank statistic of n values without ties when every sign is a fair coin; w is floored.
 * Exact for n ≤ 500 by adding the ranks one by one, kept per n; normal with continuity correction above.
 * Source: F. Wilcoxon, Biometrics Bulletin 1 (1945) 80-83; M. Hollander, D. A. Wolfe and E. Chicken, Nonparametric
 * Statistical Methods, 3rd edition, section 3.1.
 */
export function signedRankCumulative(w: number, n: number): number {
  const most = walshCount(n);
  const whole = Math.floor(w);
  if (whole < 0) return 0;
  if (whole >= most) return 1;
  if (n > largestExactN) {
    const deviation = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24);
    return normalUpperTail((most / 2 - whole - 0.5) / deviation);
  }
  // The distribution is symmetric about most/2; only its lower half is kept.
  if (2 * whole >= most) return 1 - signedRankCumulative(most - whole - 1, n);
  return cumulativeOf(n)[whole] ?? 1;
}

/** The largest w with P(W ≤ w) ≤ tail; -1 if even w = 0 is more likely than that. tail < 1/2. */
export function signedRankCritical(tail: number, n: number): number {
  let [fits, exceeds] = [-1, Math.ceil(walshCount(n) / 2)];
  while (exceeds - fits > 1) {
    const middle = Math.floor((fits + exceeds) / 2);
    if (signedRankCumulative(middle, n) <= tail) fits = middle;
    else exceeds = middle;
  }
  return fits;
}

function cumulativeOf(n: number): Float64Array {
  const known = cumulatives.get(n);
  if (known !== undefined) return known;
  const kept = Math.floor(walshCount(n) / 2) + 1;
  const p = new Float64Array(kept);
  p[0] = 1;
  for (let rank = 1; rank <= n; rank += 1) {
    const reach = Math.min(kept - 1, walshCount(rank));
    for (let w = reach; w >= 0; w -= 1) p[w] = ((p[w] ?? 0) + (w >= rank ? (p[w - rank] ?? 0) : 0)) / 2;
  }
  for (let w = 1; w < kept; w += 1) p[w] = (p[w] ?? 0) + (p[w - 1] ?? 0);
  cumulatives.set(n, p);
  return p;
}
