/**
 * Starts one of 2^32 streams of one of 2^32 seeds (both integers from 0 to 2^32 - 1): the state of `nextWord`, four words. Every
 * pair of seed and stream has a state of its own, since the finalizer of MurmurHash3 (A. Appleby, public domain), which makes
 * the words, is one to one. native/sys/src/resampling/words.rs does the same.
 */
export function startWords(seed: number, stream: number): Int32Array {
  const first = mix(seed + 0x9e3779b9);
  const second = mix(first ^ stream);
  const third = mix(second + 0x9e3779b9);
  // Not all four are 0, which would be a state that never changes: with `second` 0, `third` is not.
  return Int32Array.of(first, second, third, mix(third ^ first));
}

/**
 * The next 32 random bits, as an integer from -2^31 to 2^31 - 1; changes `state`. xoshiro128++: period 2^128 - 1, no operation but additions,
 * shifts and exclusive or of 32 bits, which JavaScript does as fast as Rust. Source: D. Blackman and S. Vigna,
 * Scrambled linear pseudorandom number generators, ACM Transactions on Mathematical Software 47, 2021.
 */
export function nextWord(state: Int32Array): number {
  const a = state[0] as number;
  const b = state[1] as number;
  const sum = (a + (state[3] as number)) | 0;
  const c = (state[2] as number) ^ a;
  const d = (state[3] as number) ^ b;
  state[0] = a ^ d;
  state[1] = b ^ c;
  state[2] = c ^ (b << 9);
  state[3] = (d << 11) | (d >>> 21);
  return (((sum << 7) | (sum >>> 25)) + a) | 0;
}

/**
 * An integer from 0 to bound - 1, for a bound up to 2^21: the product with 32 random bits is then exact. Some numbers are more likely
 * than others by at most bound/2^32, far less than 10,000 resamples can show.
 */
export function nextBelow(bound: number, state: Int32Array): number {
  return Math.floor((nextWord(state) >>> 0) * bound * 2 ** -32);
}

function mix(word: number): number {
  let z = word | 0;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return z ^ (z >>> 16);
}
