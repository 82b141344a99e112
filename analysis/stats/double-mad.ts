import { median } from './median.ts';
import { requireFinite } from './require-finite.ts';

/** Makes the median absolute deviation of a normal distribution its standard deviation. simple-statistics' is unscaled. */
const normalScale = 1.4826;
const limit = 3.5;

export interface Outlier {
  readonly index: number;
  readonly value: number;
  /** Distance from the median in deviations of its own side; Infinity where more than half of that side has none. */
  readonly score: number;
}

/**
 * Values farther than 3.5 scaled median absolute deviations from the median, the deviation taken on their own side so that a skewed
 * body does not label its tail. They are labelled, never dropped. A side whose deviation is zero (most of its values
 * equal the median) uses the other side's; if both are zero, every value off the median is labelled.
 * Fewer than three values have none. RangeError for a value that is not finite.
 * Source: P. Rosenmai, "Using the median absolute deviation to find outliers" (2013); limit: B. Iglewicz and
 * D. C. Hoaglin, How to Detect and Handle Outliers (1993).
 */
export function doubleMadOutliers(values: readonly number[]): readonly Outlier[] {
  requireFinite('outliers', values);
  if (values.length < 3) return [];
  const centre = median(values);
  const side = (keeps: (x: number) => boolean) =>
    normalScale * median(values.filter(keeps).map((x) => Math.abs(x - centre)));
  const [left, right] = [side((x) => x <= centre), side((x) => x >= centre)];
  return values.flatMap((value, index) => {
    const deviation = value < centre ? left || right : right || left;
    const distance = Math.abs(value - centre);
    if (distance <= limit * deviation) return [];
    return [{ index, value, score: deviation === 0 ? Infinity : distance / deviation }];
  });
}
