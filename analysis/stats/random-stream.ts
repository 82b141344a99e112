import { nextBelow, nextWord, startWords } from './resampling/random-words.ts';

/** A sequence of random numbers that seed and stream fix, equal on every machine. Not for secrets. */
export interface RandomStream {
  /** Uniform in [0, 1), multiples of 2^-32. */
  readonly uniform: () => number;
  /** Uniform whole number from 0 to limit - 1, limit ≤ 2^21 (the bias of the product is then below 2^-11 of a step). */
  readonly below: (limit: number) => number;
  /** Standard normal. */
  readonly normal: () => number;
}

/**
 * Numbers of one of 2^32 streams of one of 2^32 seeds, from the words that resampling draws from too. Normals by the polar method of
 * G. Marsaglia and T. A. Bray, SIAM Review 6 (1964) 260-264.
 */
export function makeRandomStream(seed: number, stream = 0): RandomStream {
  const state = startWords(seed, stream);
  const uniform = () => (nextWord(state) >>> 0) / 2 ** 32;
  let spare: number | null = null;
  const normal = () => {
    if (spare !== null) {
      const kept = spare;
      spare = null;
      return kept;
    }
    let [x, y, square] = [0, 0, 0];
    do {
      x = 2 * uniform() - 1;
      y = 2 * uniform() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square === 0);
    const factor = Math.sqrt((-2 * Math.log(square)) / square);
    spare = y * factor;
    return x * factor;
  };
  return { uniform, normal, below: (limit) => nextBelow(limit, state) };
}
