import type { QuantilesInput, RatiosInput } from './engine.ts';
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

/** The bootstrap of quantiles of pooled blocks in TypeScript; draws as in native/sys/src/resampling/quantiles.rs. */
export function bootstrapQuantiles(input: QuantilesInput): Float64Array {
  const { values, valueOffsets, counts, countOffsets, quantiles } = input;
  const groups = valueOffsets.length - 1;
  const ends = new Float64Array(2 * quantiles.length * groups);
  for (let i = 0; i < groups; i += 1) {
    const own = values.subarray(valueOffsets[i], valueOffsets[i + 1]);
    const table = cumulate(counts.subarray(countOffsets[i], countOffsets[i + 1]), own.length);
    const drawn = drawQuantiles(own, table, input, startWords(input.seed, i));
    for (const [q, ofQuantile] of drawn.entries())
      putEnds(ends, i * quantiles.length + q, ofQuantile.sort(), input.rank);
  }
  return ends;
}

/** For each value, and for each block, how many of the block's observations are not above the value. */
function cumulate(counts: Float64Array, valueCount: number): Float64Array {
  const blocks = counts.length / valueCount;
  const table = new Float64Array(counts.length);
  for (let block = 0; block < blocks; block += 1) {
    let below = 0;
    for (let value = 0; value < valueCount; value += 1) {
      below += counts[block * valueCount + value] as number;
      table[value * blocks + block] = below;
    }
  }
  return table;
}

function drawQuantiles(
  values: Float64Array,
  table: Float64Array,
  { quantiles, resamples }: QuantilesInput,
  state: Int32Array,
): readonly Float64Array[] {
  const blocks = table.length / values.length;
  const drawn = [...quantiles].map(() => new Float64Array(resamples));
  const times = new Float64Array(blocks);
  for (let resample = 0; resample < resamples; resample += 1) {
    times.fill(0);
    for (let draw = 0; draw < blocks; draw += 1) {
      const block = nextBelow(blocks, state);
      times[block] = (times[block] as number) + 1;
    }
    const total = weigh(table, values.length - 1, times);
    for (let q = 0; q < drawn.length; q += 1) {
      const ofQuantile = drawn[q] as Float64Array;
      // The small slack keeps products such as 0.1·30 from being rounded up to the next rank.
      const wanted = Math.ceil((quantiles[q] as number) * total - 1e-9);
      ofQuantile[resample] = values[findRank(table, times, values.length, wanted)] as number;
    }
  }
  return drawn;
}

/** The first value at which at least `wanted` observations of the drawn blocks are reached. */
function findRank(table: Float64Array, times: Float64Array, valueCount: number, wanted: number): number {
  let [low, high] = [0, valueCount - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (weigh(table, middle, times) >= wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Observations not above a value in all drawn blocks together: whole numbers, and thus exact. */
function weigh(table: Float64Array, value: number, times: Float64Array): number {
  const row = value * times.length;
  let sum = 0;
  for (let block = 0; block < times.length; block += 1)
    sum += (table[row + block] as number) * (times[block] as number);
  return sum;
}

function putEnds(ends: Float64Array, index: number, sorted: Float64Array, rank: number): void {
  ends[2 * index] = sorted[rank - 1] as number;
  ends[2 * index + 1] = sorted[sorted.length - rank] as number;
}
