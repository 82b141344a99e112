import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bootstrapQuantileIntervals, bootstrapRatioIntervals } from './bootstrap.ts';
import { nextWord, startWords } from './random-words.ts';

const draws = { resamples: 1999, seed: 3, confidence: 0.95 };

/** Uniform in (0, 1). */
function uniform(state: Int32Array): number {
  return ((nextWord(state) >>> 0) + 0.5) / 2 ** 32;
}

test('the interval of a ratio of sums covers the true ratio about as often as it says', () => {
  const state = startWords(1, 1);
  const trials = 400;
  const comparisons = Array.from({ length: trials }, () => {
    const denominators = Array.from({ length: 40 }, () => 1 + uniform(state));
    return { denominators, numerators: denominators.map((d) => 2 * d + uniform(state) - 0.5) };
  });
  const intervals = bootstrapRatioIntervals(comparisons, draws);
  const covering = intervals.filter(({ lower, upper }) => lower <= 2 && 2 <= upper).length;
  // Percentile intervals of 40 blocks are a little too narrow: 93 to 95 %; three standard deviations are 4 %.
  expect(covering / trials).toBeGreaterThan(0.89);
  expect(covering / trials).toBeLessThan(0.985);
});

test('a quantile of single values lies within the interval, and its ends are values', () => {
  const list = fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: 5, maxLength: 40 });
  fc.assert(
    fc.property(list, fc.constantFrom(0.25, 0.5, 0.75), (numbers, q) => {
      const values = numbers.sort((a, b) => a - b);
      const blocks = values.map((_, i) => values.map((_, j) => Number(i === j)));
      const [[interval] = []] = bootstrapQuantileIntervals([{ values, blocks }], [q], draws);
      const quantile = values[Math.ceil(q * values.length - 1e-9) - 1] ?? 0;
      expect(values).toEqual(expect.arrayContaining([interval?.lower, interval?.upper]));
      expect(interval?.lower).toBeLessThanOrEqual(quantile);
      expect(interval?.upper).toBeGreaterThanOrEqual(quantile);
    }),
  );
});

test('one block, or blocks that are alike, leave an interval of one number', () => {
  const counts = [6, 3, 1];
  const group = { values: [10, 20, 30], blocks: [counts, counts] };
  const one = { lower: 10, upper: 10 };
  expect(bootstrapQuantileIntervals([group, { ...group, blocks: [counts] }], [0.5], draws)).toEqual([
    [one],
    [one],
  ]);
});

test('resamples too few for the confidence are refused with the number it takes', () => {
  const blocks = [{ numerators: [1, 3], denominators: [1, 1] }];
  expect(() => bootstrapRatioIntervals(blocks, { ...draws, resamples: 38 })).toThrow('it takes 39');
  expect(bootstrapRatioIntervals(blocks, { ...draws, resamples: 39 })).toEqual([{ lower: 1, upper: 3 }]);
  expect(() => bootstrapRatioIntervals(blocks, { ...draws, confidence: 1 })).toThrow('not at 1');
});

test.each([
  [{ numerators: [], denominators: [] }, 'comparison 0 has no values'],
  [{ numerators: [1], denominators: [1, 2] }, '1 numerators, but 2 denominators'],
  [{ numerators: [1, 2], denominators: [1, 0] }, 'the denominator 0'],
  [{ numerators: [1, Number.NaN], denominators: [1, 1] }, 'the value NaN'],
  [{ numerators: [1e200], denominators: [1e-200] }, 'too large'],
])('of the ratio %j it says: %s', (ratios, message) => {
  expect(() => bootstrapRatioIntervals([ratios], draws)).toThrow(message);
});

test.each([
  [{ values: [1, 2], blocks: [] }, [0.5], 'no blocks'],
  [
    {
      values: [1, 2],
      blocks: [
        [1, 1],
        [0, 0],
      ],
    },
    [0.5],
    'no observation in block 1',
  ],
  [{ values: [1, 2], blocks: [[1, 0.5]] }, [0.5], 'the count 0.5'],
  [{ values: [1, 2], blocks: [[1]] }, [0.5], '2 values, but 1 counts of block 0'],
  [{ values: [2, 2], blocks: [[1, 1]] }, [0.5], 'do not ascend'],
  [{ values: [], blocks: [[]] }, [0.5], 'has no values'],
  [{ values: [1], blocks: [[1]] }, [1], 'not at 1'],
])('of the counts %j and quantiles %j it says: %s', (group, quantiles, message) => {
  expect(() => bootstrapQuantileIntervals([group], quantiles, draws)).toThrow(message);
});
