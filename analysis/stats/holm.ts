/**
 * P-values adjusted for being a family: comparing each with α keeps the probability of any false rejection at α or below,
 * whatever the dependence. In the order given; m = 0 gives none. RangeError for a p outside [0, 1].
 * Source: S. Holm, Scandinavian Journal of Statistics 6 (1979) 65-70.
 */
export function holm(pValues: readonly number[]): readonly number[] {
  const wrong = pValues.find((p) => !(p >= 0 && p <= 1));
  if (wrong !== undefined) throw new RangeError(`p-value ${wrong} is not within [0, 1]`);
  const m = pValues.length;
  const ascending = pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  const adjusted = new Array<number>(m).fill(1);
  let largest = 0;
  for (const [step, { p, index }] of ascending.entries()) {
    // A later step never counts for more than an earlier one: the procedure stops at the first that fails.
    largest = Math.max(largest, Math.min(1, (m - step) * p));
    adjusted[index] = largest;
  }
  return adjusted;
}
