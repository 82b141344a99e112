/** Share of the total that the busier half (rounded up) of the parties has: 0.5 is even for an even number. Null for a zero total. */
export function busierHalfShare(shares: readonly number[]): number | null {
  const total = shares.reduce((sum, x) => sum + x, 0);
  if (total === 0) return null;
  const descending = [...shares].sort((a, b) => b - a);
  const half = descending.slice(0, Math.ceil(shares.length / 2));
  return half.reduce((sum, x) => sum + x, 0) / total;
}
