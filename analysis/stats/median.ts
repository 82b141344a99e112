import { median as simpleMedian } from 'simple-statistics';

/**
 * Middle value; the mean of the two middle values of an even number of them.
 * Throws RangeError for no values or for one that is not finite: a caller that may have none decides that before.
 */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('median of no values');
  if (!values.every(Number.isFinite)) throw new RangeError('median of a value that is not finite');
  return simpleMedian([...values]);
}
