/**
 * P(B ≤ k) for B ~ Binomial(n, 1/2), exact up to rounding. Terms are summed as logarithms because 2^-n underflows
 * above n = 1074; simple-statistics' binomialDistribution stops near cumulative 1 - epsilon and cannot serve here.
 */
export function binomialHalfCumulative(k: number, n: number): number {
  if (k < 0) return 0;
  if (k >= n) return 1;
  let logTerm = -n * Math.LN2;
  let sum = Math.exp(logTerm);
  for (let i = 1; i <= k; i += 1) {
    logTerm += Math.log((n - i + 1) / i);
    sum += Math.exp(logTerm);
  }
  return Math.min(sum, 1);
}
