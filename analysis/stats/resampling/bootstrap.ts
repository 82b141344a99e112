import { checkDraws, checkValues, flatten } from './check-draws.ts';
import type { Draws, IntervalDraws, QuantilesInput, ResamplingEngine } from './engine.ts';
import { typescriptEngine } from './typescript-engine.ts';

/** What the draws are for: an interval that is to cover with this probability, above 0 and below 1. */
export interface BootstrapDraws extends Draws {
  readonly confidence: number;
}

/** Ends of a percentile interval: resamples of whole blocks, drawn with replacement. */
export interface BootstrapInterval {
  readonly lower: number;
  readonly upper: number;
}

/** Numerator and denominator of each block: their order is the same. */
export interface BlockRatios {
  readonly numerators: readonly number[];
  readonly denominators: readonly number[];
}

/** Observations of a group by value and block. */
export interface BlockCounts {
  /** Ascending, without repetition. */
  readonly values: readonly number[];
  /** For each block, how often each value was observed in it. */
  readonly blocks: readonly (readonly number[])[];
}

/**
 * Percentile intervals of Σ numerators / Σ denominators. Blocks are drawn with their numerator and denominator together.
 * Source: A. Davison and D. Hinkley, Bootstrap Methods and their Application, 1997, section 5.3.
 * Throws RangeError for no blocks, numbers that are not finite, denominators that are not above 0, and wrong numbers in `draws`.
 */
export function bootstrapRatioIntervals(
  comparisons: readonly BlockRatios[],
  draws: BootstrapDraws,
  engine: ResamplingEngine = typescriptEngine,
): readonly BootstrapInterval[] {
  const intervalDraws = rankDraws(draws);
  const numerators = comparisons.map((one) => one.numerators);
  const denominators = comparisons.map((one) => one.denominators);
  checkValues(numerators);
  checkValues(denominators);
  for (const [index, one] of comparisons.entries()) checkRatios(one, index);
  const { flat, offsets } = flatten(numerators);
  const ends = engine.bootstrapRatios({
    ...intervalDraws,
    numerators: flat,
    denominators: flatten(denominators).flat,
    offsets,
  });
  return pairEnds(ends);
}

/**
 * Percentile intervals of quantiles (nearest rank, each above 0 and below 1) of the pooled observations of all blocks of a group: for each group, one
 * interval per quantile. Blocks are drawn whole, because observations of one process are not independent. None for the largest
 * observation: no resample exceeds it. Source: as above, with section 2.4 on what bootstraps of quantiles are worth.
 * Throws RangeError for groups without blocks, blocks without observations, counts that are no whole numbers, values out of
 * order, and wrong numbers in `draws`.
 */
export function bootstrapQuantileIntervals(
  groups: readonly BlockCounts[],
  quantiles: readonly number[],
  draws: BootstrapDraws,
  engine: ResamplingEngine = typescriptEngine,
): readonly (readonly BootstrapInterval[])[] {
  const intervalDraws = rankDraws(draws);
  const wrong = quantiles.find((q) => !(q > 0 && q < 1));
  if (wrong !== undefined) throw new RangeError(`a quantile must lie between 0 and 1, not at ${wrong}`);
  checkValues(groups.map(({ values }) => values));
  for (const [index, group] of groups.entries()) checkCounts(group, index);
  const { flat: values, offsets: valueOffsets } = flatten(groups.map((group) => group.values));
  const { counts, countOffsets } = flattenCounts(groups);
  const ends = engine.bootstrapQuantiles({
    ...intervalDraws,
    ...{ values, valueOffsets, counts, countOffsets, quantiles: Float64Array.from(quantiles) },
  });
  const intervals = pairEnds(ends);
  return groups.map((_, i) => intervals.slice(i * quantiles.length, (i + 1) * quantiles.length));
}

/**
 * The (B + 1)·(1 - confidence)/2-th resample from either end, rounded outwards: without interpolation, an interval is made
 * of numbers that were drawn.
 */
function rankDraws({ confidence, ...draws }: BootstrapDraws): IntervalDraws {
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

function checkRatios({ numerators, denominators }: BlockRatios, index: number): void {
  if (numerators.length !== denominators.length)
    throw new RangeError(
      `comparison ${index} has ${numerators.length} numerators, but ${denominators.length} denominators`,
    );
  const zero = denominators.find((denominator) => denominator <= 0);
  if (zero !== undefined) throw new RangeError(`comparison ${index} has the denominator ${zero}`);
  const size = (values: readonly number[]) =>
    values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const least = denominators.reduce((smallest, value) => Math.min(smallest, value), Number.MAX_VALUE);
  if (!Number.isFinite((size(numerators) * numerators.length) / least))
    throw new RangeError(`comparison ${index} has a ratio that is too large for a number`);
}

function checkCounts({ values, blocks }: BlockCounts, index: number): void {
  if (values.some((value, i) => i > 0 && value <= (values[i - 1] ?? value)))
    throw new RangeError(`group ${index} has values that do not ascend`);
  if (blocks.length === 0) throw new RangeError(`group ${index} has no blocks`);
  for (const [block, counts] of blocks.entries()) {
    if (counts.length !== values.length)
      throw new RangeError(
        `group ${index} has ${values.length} values, but ${counts.length} counts of block ${block}`,
      );
    const wrong = counts.find((count) => !Number.isSafeInteger(count * blocks.length) || count < 0);
    if (wrong !== undefined) throw new RangeError(`group ${index} has the count ${wrong}`);
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (!Number.isSafeInteger(total * blocks.length))
      throw new RangeError(
        `group ${index} has ${total} observations in block ${block}: too many to count exactly`,
      );
    if (total === 0) throw new RangeError(`group ${index} has no observation in block ${block}`);
  }
}

/** Written straight into their place: Array.flat took half of the time of a call. */
function flattenCounts(groups: readonly BlockCounts[]): Pick<QuantilesInput, 'counts' | 'countOffsets'> {
  const countOffsets = new Uint32Array(groups.length + 1);
  for (const [i, { values, blocks }] of groups.entries())
    countOffsets[i + 1] = (countOffsets[i] ?? 0) + values.length * blocks.length;
  const counts = new Float64Array(countOffsets[groups.length] ?? 0);
  for (const [i, { values, blocks }] of groups.entries())
    for (const [block, own] of blocks.entries())
      counts.set(own, (countOffsets[i] ?? 0) + block * values.length);
  return { counts, countOffsets };
}

function pairEnds(ends: Float64Array): readonly BootstrapInterval[] {
  return Array.from({ length: ends.length / 2 }, (_, i) => ({
    lower: ends[2 * i] as number,
    upper: ends[2 * i + 1] as number,
  }));
}
