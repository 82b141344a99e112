import { nextBelow, startWords } from './random-words.ts';

/** How often to draw, and from which seed: an integer from 0 to 2^32 - 1. Equal seeds give equal answers. */
export interface Draws {
  readonly resamples: number;
  readonly seed: number;
}

/** Checked by `quantileIntervals`, which is what to call. */
export interface PooledObservations extends Draws {
  /** Which order statistics of the resamples end an interval: the `rank`-th smallest and the `rank`-th largest. */
  readonly rank: number;
  /** Distinct, ascending. */
  readonly values: Float64Array;
  /** How often a value was observed in a block: for each block its values. No block is empty. */
  readonly counts: Float64Array;
  /** Each above 0 and below 1. */
  readonly quantiles: Float64Array;
}

/** What draws the resamples: TypeScript, or the Rust addon, which is faster and gives the same bits. */
export type QuantileBootstrap = (input: PooledObservations) => Float64Array;

/**
 * Lower and upper end of each quantile of the observations of all blocks together, in turn, from resamples of whole blocks; draws as in
 * native/sys/src/resampling/quantiles.rs.
 */
export function bootstrapPooledQuantiles(input: PooledObservations): Float64Array {
  const { values, counts, quantiles, rank } = input;
  const drawn = drawQuantiles(cumulate(counts, values.length), input);
  const ends = new Float64Array(2 * quantiles.length);
  for (const [q, hits] of drawn.entries()) ends.set(findEnds(values, hits, rank), 2 * q);
  return ends;
}

interface Table {
  readonly valueCount: number;
  readonly blocks: number;
  /** For each value a row: for each block, how many of its observations are not above the value. */
  readonly rows: Float64Array;
}

function cumulate(counts: Float64Array, valueCount: number): Table {
  const blocks = counts.length / valueCount;
  const rows = new Float64Array(counts.length);
  for (let block = 0; block < blocks; block += 1) {
    let below = 0;
    for (let value = 0; value < valueCount; value += 1) {
      below += counts[block * valueCount + value] as number;
      rows[value * blocks + block] = below;
    }
  }
  return { valueCount, blocks, rows };
}

/** For each quantile, how many resamples have it at each value. */
function drawQuantiles(
  table: Table,
  { quantiles, resamples, seed }: PooledObservations,
): readonly Uint32Array[] {
  const state = startWords(seed, 0);
  const { blocks, valueCount } = table;
  const times = new Float64Array(blocks).fill(1);
  const starts = Array.from(quantiles, (q) =>
    findRank(table, times, wantedRank(q, weigh(table, valueCount - 1, times)), valueCount >>> 1),
  );
  const drawn = starts.map(() => new Uint32Array(valueCount));
  for (let resample = 0; resample < resamples; resample += 1) {
    times.fill(0);
    for (let draw = 0; draw < blocks; draw += 1) {
      const block = nextBelow(blocks, state);
      times[block] = (times[block] as number) + 1;
    }
    const total = weigh(table, valueCount - 1, times);
    for (let q = 0; q < drawn.length; q += 1) {
      const wanted = wantedRank(quantiles[q] as number, total);
      const hits = drawn[q] as Uint32Array;
      const value = findRank(table, times, wanted, starts[q] as number);
      hits[value] = (hits[value] as number) + 1;
    }
  }
  return drawn;
}

/** The small slack keeps products such as 0.1·30 from being rounded up to the next rank. */
function wantedRank(quantile: number, total: number): number {
  return Math.ceil(quantile * total - 1e-9);
}

/** The first value at which at least `wanted` observations of the drawn blocks are reached. */
function findRank(table: Table, times: Float64Array, wanted: number, start: number): number {
  let [low, high] = bracket(table, times, wanted, start);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (weigh(table, middle, times) >= wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * First and last value that `findRank` can mean. Steps that double lead away from `start`, the quantile of all blocks: that of a resample lies a
 * few values from it, and looking at a value is all the cost.
 */
function bracket(
  table: Table,
  times: Float64Array,
  wanted: number,
  start: number,
): readonly [number, number] {
  const last = table.valueCount - 1;
  if (weigh(table, start, times) >= wanted) {
    let high = start;
    for (let step = 1; high > 0; step *= 2) {
      const probe = Math.max(0, high - step);
      if (weigh(table, probe, times) < wanted) return [probe + 1, high];
      high = probe;
    }
    return [0, 0];
  }
  let low = start;
  for (let step = 1; low < last; step *= 2) {
    const probe = Math.min(last, low + step);
    if (weigh(table, probe, times) >= wanted) return [low + 1, probe];
    low = probe;
  }
  return [last, last];
}

/** Observations not above a value in all drawn blocks together: whole numbers, and thus exact in any order. */
function weigh({ rows, blocks }: Table, value: number, times: Float64Array): number {
  const row = value * blocks;
  let sum = 0;
  for (let block = 0; block < blocks; block += 1)
    sum += (rows[row + block] as number) * (times[block] as number);
  return sum;
}

/** The `rank`-th smallest and the `rank`-th largest of the resamples, which `hits` has counted by value. */
function findEnds(values: Float64Array, hits: Uint32Array, rank: number): readonly [number, number] {
  let [lower, upper] = [0, values.length - 1];
  for (let seen = hits[lower] as number; seen < rank; seen += hits[lower] as number) lower += 1;
  for (let seen = hits[upper] as number; seen < rank; seen += hits[upper] as number) upper -= 1;
  return [values[lower] as number, values[upper] as number];
}
