/** Throws RangeError naming the first value that is no finite number: NaN must not travel through a statistic. */
export function requireFinite(what: string, values: readonly number[]): void {
  const index = values.findIndex((value) => !Number.isFinite(value));
  if (index >= 0) throw new RangeError(`${what}: value ${index} of ${values.length} is ${values[index]}`);
}
