/**
 * Jain's fairness index (Σx)²/(n Σx²): 1 when all shares are equal, 1/n when one has everything.
 * Null for no shares or only zero ones. Source: R. Jain, D. Chiu, W. Hawe, DEC Research Report TR-301, 1984.
 */
export function jainFairness(shares: readonly number[]): number | null {
  const sum = shares.reduce((total, x) => total + x, 0);
  const squares = shares.reduce((total, x) => total + x * x, 0);
  return squares === 0 ? null : (sum * sum) / (shares.length * squares);
}
