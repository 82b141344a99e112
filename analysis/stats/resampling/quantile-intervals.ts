import {
  bootstrapPooledQuantiles,
  type Draws,
  type PooledObservations,
  type QuantileBootstrap,
} from './bootstrap-pooled-quantiles.ts';

/** Resamples are counted in 32 bits, and take time. */
const mostResamples = 1_000_000;
/** Drawing one of them takes the product of their number and 32 random bits, which is exact up to here. */
const mostBlocks = 2 ** 21;

/** What the draws are for: an interval that is to cover with this probability, above 0 and below 1. */
export interface BootstrapDraws extends Draws {
  readonly confidence: number;
}

/** Ends of a percentile interval: resamples of whole blocks, drawn with replacement. */
export interface BootstrapInterval {
  readonly lower: number;
  readonly upper: number;
}

/** Observations by value and block. */
export interface BlockCounts {
  /** Ascending, without repetition. */
  readonly values: readonly number[];
  /** For each block, how often each value was observed in it. */
  readonly blocks: readonly (readonly number[])[];
}

/**
 * Percentile intervals of quantiles (nearest rank, each above 0 and below 1) of the pooled observations of all blocks, one per quantile. Blocks are
 * drawn whole, because observations of one process are not independent. None for the largest observation: no resample exceeds it. Source:
 * A. Davison and D. Hinkley, Bootstrap Methods and their Application, 1997, section 5.3, with section 2.4 on what bootstraps of quantiles are worth.
 * Throws RangeError for no blocks, blocks without observations, counts that are no whole numbers, values out of order, and wrong
 * numbers in `draws`.
 */
export function quantileIntervals(
  observations: BlockCounts,
  quantiles: readonly number[],
  draws: BootstrapDraws,
  bootstrap: QuantileBootstrap = bootstrapPooledQuantiles,
): readonly BootstrapInterval[] {
  const rankedDraws = rankDraws(draws);
  const wrong = quantiles.find((q) => !(q > 0 && q < 1));
  if (wrong !== undefined) throw new RangeError(`a quantile must lie between 0 and 1, not at ${wrong}`);
  checkValues(observations.values);
  checkBlocks(observations);
  const ends = bootstrap({
    ...rankedDraws,
    values: Float64Array.from(observations.values),
    counts: joinCounts(observations),
    quantiles: Float64Array.from(quantiles),
  });
  return quantiles.map((_, i) => ({ lower: ends[2 * i] as number, upper: ends[2 * i + 1] as number }));
}

/**
 * The (B + 1)·(1 - confidence)/2-th resample from either end, rounded outwards: without interpolation, an interval is made
 * of numbers that were drawn.
 */
function rankDraws({ confidence, ...draws }: BootstrapDraws): Draws & Pick<PooledObservations, 'rank'> {
  checkDraws(draws);
  if (!(confidence > 0 && confidence < 1))
    throw new RangeError(`confidence must lie between 0 and 1, not at ${confidence}`);
  const share = (1 - confidence) / 2;
  // The small slack keeps 39 resamples enough for a confidence of 0.95 in binary arithmetic.
  const rank = Math.floor((draws.resamples + 1) * share + 1e-9);
  if (rank >= 1) return { ...draws, rank };
  const fewest = Math.ceil(1 / share - 1e-9) - 1;
  throw new RangeError(
    `${draws.resamples} resamples are too few for a confidence of ${confidence}: it takes ${fewest}`,
  );
}

function checkDraws({ resamples, seed }: Draws): void {
  if (!Number.isInteger(resamples) || resamples < 1 || resamples > mostResamples)
    throw new RangeError(`resamples must be a whole number from 1 to ${mostResamples}, not ${resamples}`);
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32)
    throw new RangeError(`a seed must be a whole number from 0 to 2^32 - 1, not ${seed}`);
}

function checkValues(values: readonly number[]): void {
  if (values.length === 0) throw new RangeError('no values');
  const wrong = values.find((value) => !Number.isFinite(value));
  if (wrong !== undefined) throw new RangeError(`the value ${wrong} is not finite`);
  if (values.some((value, i) => i > 0 && value <= (values[i - 1] ?? value)))
    throw new RangeError('the values do not ascend');
}

function checkBlocks({ values, blocks }: BlockCounts): void {
  if (blocks.length === 0) throw new RangeError('no blocks');
  if (blocks.length > mostBlocks) throw new RangeError(`more than ${mostBlocks} blocks`);
  for (const [block, counts] of blocks.entries()) {
    if (counts.length !== values.length)
      throw new RangeError(`${values.length} values, but ${counts.length} counts of block ${block}`);
    const wrong = counts.find((count) => !Number.isSafeInteger(count * blocks.length) || count < 0);
    if (wrong !== undefined) throw new RangeError(`block ${block} has the count ${wrong}`);
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (!Number.isSafeInteger(total * blocks.length))
      throw new RangeError(`block ${block} has ${total} observations: too many to count exactly`);
    if (total === 0) throw new RangeError(`no observation in block ${block}`);
  }
}

/** Written straight into their place: Array.flat took half of the time of a call. */
function joinCounts({ values, blocks }: BlockCounts): Float64Array {
  const counts = new Float64Array(values.length * blocks.length);
  for (const [block, own] of blocks.entries()) counts.set(own, block * values.length);
  return counts;
}
