import { quantile } from './quantile.ts';

const mostBins = 1000;

/**
 * Gregg's mvalue: the up and down of a histogram's outline over its height, Σ|h(i) - h(i-1)| / max h with an empty bin
 * at each end. 2 for one mode, 4 for two equal ones; noise adds to it. Bins are 2 · IQR · n^(-1/3) wide (D. Freedman and P. Diaconis
 * 1981). Null for fewer than 8 values, or when the middle half of them is one value and no width follows.
 * RangeError for a value that is not finite. Source: B. Gregg, "Frequency Trails: Modes and Modality" (2015).
 */
export function mValue(values: readonly number[]): number | null {
  const n = values.length;
  if (n < 8) return null;
  const [least, q1, q3, most] = [0, 0.25, 0.75, 1].map((q) => quantile(values, q)) as [
    number,
    number,
    number,
    number,
  ];
  const width = 2 * (q3 - q1) * n ** (-1 / 3);
  if (width === 0) return null;
  // A far outlier must not ask for millions of empty bins; it falls into the last one.
  const bins = Math.min(mostBins, Math.floor((most - least) / width) + 1);
  const heights = new Array<number>(bins + 2).fill(0);
  for (const value of values) {
    const bin = 1 + Math.min(bins - 1, Math.floor((value - least) / width));
    heights[bin] = (heights[bin] ?? 0) + 1;
  }
  const outline = heights.reduce((sum, h, i) => sum + Math.abs(h - (heights[i - 1] ?? 0)), 0);
  return outline / Math.max(...heights);
}
