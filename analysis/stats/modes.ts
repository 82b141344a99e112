import { ckmeans } from 'simple-statistics';
import { dipTest } from './dip-test.ts';
import { median } from './median.ts';

export interface Mode {
  /** Median of the values that belong to it. */
  readonly location: number;
  /** Their share of all values. */
  readonly weight: number;
}

const level = 0.01;

/**
 * The two modes of values that the dip test says have more than one (p ≤ 0.01), ascending: the split into two
 * groups with the least sum of squares (optimal in one dimension: H. Wang and M. Song, R Journal 3 (2011) 29-33). One mode, the median,
 * for values that pass for unimodal; null when there are too few to tell (`fewestForDip`).
 * Three modes are shown as two: the pair says that there is not one, not how many. RangeError for a value not finite.
 */
export function findModes(values: readonly number[]): readonly Mode[] | null {
  const test = dipTest(values);
  if (test === null) return null;
  if (test.pValue > level) return [{ location: median(values), weight: 1 }];
  return ckmeans([...values], 2).map((group) => ({
    location: median(group),
    weight: group.length / values.length,
  }));
}
