import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quantileIntervals } from './quantile-intervals.ts';

const draws = { resamples: 1999, seed: 3, confidence: 0.95 };

test('a quantile of single values lies within the interval, and its ends are values', () => {
  const list = fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: 5, maxLength: 40 });
  fc.assert(
    fc.property(list, fc.constantFrom(0.25, 0.5, 0.75), (numbers, q) => {
      const values = numbers.sort((a, b) => a - b);
      const blocks = values.map((_, i) => values.map((_, j) => Number(i === j)));
      const [interval] = quantileIntervals({ values, blocks }, [q], draws);
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
  expect(quantileIntervals(group, [0.5], draws)).toEqual([one]);
  expect(quantileIntervals({ ...group, blocks: [counts] }, [0.5], draws)).toEqual([one]);
});

const twoBlocks = {
  values: [1, 3],
  blocks: [
    [1, 0],
    [0, 1],
  ],
};

test('resamples too few for the confidence are refused with the number it takes', () => {
  const median = (some: typeof draws) => quantileIntervals(twoBlocks, [0.5], some);
  expect(() => median({ ...draws, resamples: 38 })).toThrow('it takes 39');
  expect(median({ ...draws, resamples: 39 })).toEqual([{ lower: 1, upper: 3 }]);
});

test.each([
  [{ ...draws, confidence: 1 }, 'not at 1'],
  [{ ...draws, resamples: 0 }, 'from 1 to 1000000, not 0'],
  [{ ...draws, resamples: 2.5 }, 'not 2.5'],
  [{ ...draws, seed: -1 }, 'not -1'],
  [{ ...draws, seed: 2 ** 32 }, 'not 4294967296'],
])('of the draws %j it says: %s', (wrong, message) => {
  expect(() => quantileIntervals(twoBlocks, [0.5], wrong)).toThrow(message);
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
  [{ values: [], blocks: [[]] }, [0.5], 'no values'],
  [{ values: [1, Number.NaN], blocks: [[1, 1]] }, [0.5], 'the value NaN'],
  [{ values: [1], blocks: [[1]] }, [1], 'not at 1'],
])('of the counts %j and quantiles %j it says: %s', (group, quantiles, message) => {
  expect(() => quantileIntervals(group, quantiles, draws)).toThrow(message);
});
