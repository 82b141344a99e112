import { binomialHalfCumulative } from './binomial-half.ts';

export interface MedianInterval {
  readonly lower: number;
  readonly upper: number;
  /** Probability that an interval made this way covers the median of a continuous population; at least what was asked. */
  readonly coverage: number;
}

/**
 * Distribution-free interval of the median between order statistics: [x(k), x(n+1-k)] with the largest k for which
 * 1 - 2·P(Binomial(n, 1/2) ≤ k - 1) still reaches `confidence`. With few values no k does (n < 6 for 0.95): null.
 * Source: H. A. David and H. N. Nagaraja, Order Statistics, 3rd edition, section 7.1.
 */
export function medianInterval(values: readonly number[], confidence: number): MedianInterval | null {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  const coverageOf = (k: number) => 1 - 2 * binomialHalfCumulative(k - 1, n);
  // Coverage falls as k grows: halve the range between a k that reaches the confidence and one that does not.
  let [reaches, fails] = [0, Math.floor(n / 2) + 1];
  while (fails - reaches > 1) {
    const middle = Math.floor((reaches + fails) / 2);
    if (coverageOf(middle) >= confidence) reaches = middle;
    else fails = middle;
  }
  const [lower, upper] = [sorted[reaches - 1], sorted[n - reaches]];
  return lower === undefined || upper === undefined ? null : { lower, upper, coverage: coverageOf(reaches) };
}
