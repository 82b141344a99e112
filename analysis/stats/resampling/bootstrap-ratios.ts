import type { RatiosInput } from './engine.ts';
import { nextBelow, startWords } from './random-words.ts';

/** The bootstrap of ratios of sums in TypeScript; order of sums and draws as in native/sys/src/resampling/ratios.rs. */
export function bootstrapRatios(input: RatiosInput): Float64Array {
  const { numerators, denominators, offsets, resamples, seed, rank } = input;
  const ends = new Float64Array(2 * (offsets.length - 1));
  const ratios = new Float64Array(resamples);
  for (let i = 0; i + 1 < offsets.length; i += 1) {
    const first = offsets[i] as number;
    const blocks = (offsets[i + 1] as number) - first;
    const state = startWords(seed, i);
    for (let resample = 0; resample < resamples; resample += 1) {
      let [numerator, denominator] = [0, 0];
      for (let draw = 0; draw < blocks; draw += 1) {
        const drawn = first + nextBelow(blocks, state);
        numerator += numerators[drawn] as number;
        denominator += denominators[drawn] as number;
      }
      ratios[resample] = numerator / denominator;
    }
    putEnds(ends, i, ratios.sort(), rank);
  }
  return ends;
}

function putEnds(ends: Float64Array, index: number, sorted: Float64Array, rank: number): void {
  ends[2 * index] = sorted[rank - 1] as number;
  ends[2 * index + 1] = sorted[sorted.length - rank] as number;
}
