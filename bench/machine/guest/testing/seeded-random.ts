/** For tests: whole numbers below a bound from a seeded sequence (xorshift32, Marsaglia 2003). */
export function makeRandom(seed: number): (bound: number) => number {
  let state = seed | 0 || 1;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % bound;
  };
}
