import type { Draws, Offsets } from './engine.ts';

/** Resamples are sorted in memory. */
const mostResamples = 1_000_000;
/** Drawing one of them takes the product of their number and 32 random bits, which is exact up to here. */
const mostBlocks = 2 ** 21;

/** Throws RangeError for numbers that are no seed or no number of resamples. */
export function checkDraws({ resamples, seed }: Draws): void {
  if (!Number.isInteger(resamples) || resamples < 1 || resamples > mostResamples)
    throw new RangeError(`resamples must be a whole number from 1 to ${mostResamples}, not ${resamples}`);
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32)
    throw new RangeError(`a seed must be a whole number from 0 to 2^32 - 1, not ${seed}`);
}

/** Throws RangeError, which names the comparison, for one without values or with one that is not finite or too large to add up. */
export function checkValues(comparisons: readonly (readonly number[])[]): void {
  for (const [index, values] of comparisons.entries()) {
    if (values.length === 0) throw new RangeError(`comparison ${index} has no values`);
    if (values.length > mostBlocks)
      throw new RangeError(`comparison ${index} has more than ${mostBlocks} values`);
    const wrong = values.find((value) => !Number.isFinite(value * values.length));
    if (wrong !== undefined) throw new RangeError(`comparison ${index} has the value ${wrong}`);
  }
}

/** Lists one after the other, and where each begins. */
export function flatten(lists: readonly (readonly number[])[]): {
  readonly flat: Float64Array;
  readonly offsets: Offsets;
} {
  const offsets = new Uint32Array(lists.length + 1);
  for (const [i, list] of lists.entries()) offsets[i + 1] = (offsets[i] ?? 0) + list.length;
  const flat = new Float64Array(offsets[lists.length] ?? 0);
  for (const [i, list] of lists.entries()) flat.set(list, offsets[i]);
  return { flat, offsets };
}
