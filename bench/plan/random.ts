/** Uniform 64-bit numbers; equal seeds give equal sequences on every machine. */
export interface Random {
  readonly next: () => bigint;
}

const mask = (1n << 64n) - 1n;

/**
 * SplitMix64 (Steele, Lea and Flood 2014, Fast splittable pseudorandom number generators). `stream` separates uses of
 * one seed, so that drawing more numbers in one place changes nothing elsewhere.
 */
export function makeRandom(seed: bigint, stream = 0n): Random {
  let state = mix((seed & mask) ^ mix(stream & mask));
  return {
    next: () => {
      state = (state + 0x9e3779b97f4a7c15n) & mask;
      return mix(state);
    },
  };
}

function mix(value: bigint): bigint {
  let z = value;
  z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
  z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & mask;
  return z ^ (z >> 31n);
}

/** A uniform number from 0 to bound - 1. The values that would favour small remainders are drawn again. */
export function drawBelow(bound: number, random: Random): number {
  const size = BigInt(bound);
  const limit = ((mask + 1n) / size) * size;
  let value = random.next();
  while (value >= limit) value = random.next();
  return Number(value % size);
}

/** The items in uniformly random order (Fisher-Yates). */
export function shuffle<T>(items: readonly T[], random: Random): T[] {
  const rest = [...items];
  const shuffled: T[] = [];
  while (rest.length > 0) shuffled.push(...rest.splice(drawBelow(rest.length, random), 1));
  return shuffled;
}
