/** Random numbers of the benchmark program (native/harness/random.h), so that a model can repeat what a trial drew from its seed. */
export interface ProgramRandom {
  /** Uniform in [0, limit), 0 < limit < 2^32. */
  below(limit: number): number;
}

const wordBits = 32n;

/** xoshiro256** seeded through splitmix64; `stream` tells sequences of one seed apart. */
export function makeProgramRandom(seed: string, stream: number): ProgramRandom {
  let x = mix(BigInt(seed)) ^ mix(u64(~BigInt(stream)));
  const seeds = Array.from({ length: 4 }, () => {
    x = mix(x);
    return x;
  });
  let [a = 0n, b = 0n, c = 0n, d = 0n] = seeds;
  const next = () => {
    const result = u64(rotate(u64(b * 5n), 7n) * 9n);
    const shifted = u64(b << 17n);
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 45n);
    return result;
  };
  return {
    below(limit) {
      const wide = BigInt(limit);
      const floor = 2n ** wordBits % wide;
      for (;;) {
        const product = (next() >> wordBits) * wide;
        if (BigInt.asUintN(32, product) >= floor) return Number(product >> wordBits);
      }
    },
  };
}

function mix(value: bigint): bigint {
  let x = u64(value + 0x9e3779b97f4a7c15n);
  x = u64((x ^ (x >> 30n)) * 0xbf58476d1ce4e5b9n);
  x = u64((x ^ (x >> 27n)) * 0x94d049bb133111ebn);
  return x ^ (x >> 31n);
}

function rotate(x: bigint, bits: bigint): bigint {
  return u64(x << bits) | (x >> (64n - bits));
}

function u64(x: bigint): bigint {
  return BigInt.asUintN(64, x);
}
