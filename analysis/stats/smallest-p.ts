/** The smallest two-sided p-value that n pairs can give, all signs being equal: 2^-(n-1). RangeError for n < 1. */
export function smallestP(n: number): number {
  if (!(Number.isInteger(n) && n >= 1))
    throw new RangeError(`number of pairs ${n} is not a whole number from 1`);
  return 2 ** -(n - 1);
}
