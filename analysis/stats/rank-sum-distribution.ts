/** Beyond it the normal approximation is closer than any use needs, and exact counting takes seconds. */
export const mostExactPairs = 4000;

const known = new Map<string, Float64Array>();

/**
 * P(U ≤ u) of the Mann-Whitney statistic of m and n values without ties, for u from 0 to m·n; 0 below. Exact while m·n ≤ 4,000: by
 * p(m, n, u) = m/(m+n) · p(m-1, n, u-n) + n/(m+n) · p(m, n-1, u), which only adds positive terms.
 * Source: H. B. Mann and D. R. Whitney, Annals of Mathematical Statistics 18 (1947) 50-60.
 */
export function rankSumCumulative(m: number, n: number): Float64Array {
  const key = `${m} ${n}`;
  const cumulative = known.get(key) ?? accumulate(countExactly(m, n));
  known.set(key, cumulative);
  return cumulative;
}

function countExactly(m: number, n: number): Float64Array {
  // row[j] is the distribution for i and j values.
  let row: Float64Array[] = Array.from({ length: n + 1 }, () => Float64Array.of(1));
  for (let i = 1; i <= m; i += 1) {
    const next: Float64Array[] = [Float64Array.of(1)];
    for (let j = 1; j <= n; j += 1) {
      const fewerFirst = row[j] ?? Float64Array.of(1);
      const fewerSecond = next[j - 1] ?? Float64Array.of(1);
      const cell = new Float64Array(i * j + 1);
      for (let u = 0; u < fewerFirst.length; u += 1) cell[u + j] = (i / (i + j)) * (fewerFirst[u] ?? 0);
      for (let u = 0; u < fewerSecond.length; u += 1)
        cell[u] = (cell[u] ?? 0) + (j / (i + j)) * (fewerSecond[u] ?? 0);
      next.push(cell);
    }
    row = next;
  }
  return row[n] ?? Float64Array.of(1);
}

function accumulate(probabilities: Float64Array): Float64Array {
  let sum = 0;
  return probabilities.map((p) => {
    sum += p;
    return sum;
  });
}
