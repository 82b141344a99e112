import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucketMiddle, type Histogram, histogramQuantile } from './histogram-quantile.ts';
import { mergeHistograms } from './merge-histograms.ts';

/** The definition of results/schema/times.ts, word for word, for values below 2^31. */
function bucketOf(value: number, p: number): number {
  if (value < 2 ** p) return value;
  const e = Math.floor(Math.log2(value));
  return (e - p + 1) * 2 ** p + (value >> (e - p)) - 2 ** p;
}

function histogramOf(values: readonly number[], precisionBits: number): Histogram {
  const buckets = new Map<number, number>();
  for (const value of values) {
    const bucket = bucketOf(value, precisionBits);
    buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1);
  }
  return {
    precisionBits,
    count: values.length,
    minNs: Math.min(...values),
    maxNs: Math.max(...values),
    buckets: [...buckets].sort(([a], [b]) => a - b),
  };
}

test('the middle of a bucket is within half a bucket of every value in it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 30 }), fc.integer({ min: 1, max: 12 }), (value, p) => {
      const error = Math.abs(bucketMiddle(bucketOf(value, p), p) - value);
      expect(error).toBeLessThanOrEqual(value * 2 ** -(p + 1));
    }),
  );
});

test('a quantile is within the histogram error of the nearest-rank quantile of the raw values', () => {
  const values = fc.array(fc.integer({ min: 0, max: 2 ** 30 }), { minLength: 10, maxLength: 400 });
  fc.assert(
    fc.property(values, fc.constantFrom(0.5, 0.75, 0.9), (xs, q) => {
      const sorted = [...xs].sort((a, b) => a - b);
      const exact = sorted[Math.ceil(q * xs.length - 1e-9) - 1] ?? Number.NaN;
      const found = histogramQuantile(histogramOf(xs, 5), q) ?? Number.NaN;
      expect(Math.abs(found - exact)).toBeLessThanOrEqual(exact * 2 ** -5);
    }),
  );
});

test('a quantile that no observation lies beyond is not reported', () => {
  const thousand = histogramOf(
    Array.from({ length: 1000 }, (_, i) => i),
    12,
  );
  expect(histogramQuantile(thousand, 0.999)).toBe(998);
  expect(histogramQuantile({ ...thousand, count: 999 }, 0.999)).toBeNull();
  expect(histogramQuantile({ ...thousand, count: 0, buckets: [] }, 0.5)).toBeNull();
  expect(histogramQuantile(thousand, 1)).toBe(999);
});

test('merging two histograms is the histogram of both', () => {
  const [left, right] = [
    [3, 90, 90, 4000],
    [1, 90, 7000],
  ];
  expect(mergeHistograms([histogramOf(left, 5), histogramOf(right, 5)])).toEqual(
    histogramOf([...left, ...right], 5),
  );
  expect(mergeHistograms([histogramOf(left, 5), histogramOf(right, 6)])).toBeNull();
  expect(mergeHistograms([])).toBeNull();
});
