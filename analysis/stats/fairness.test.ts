import { expect, test } from 'vitest';
import { busierHalfShare } from './busier-half-share.ts';
import { jainFairness } from './jain-fairness.ts';
import { median } from './median.ts';

test('equal shares are perfectly fair, one winner of four is 1/4', () => {
  expect(jainFairness([5, 5, 5, 5])).toBe(1);
  expect(jainFairness([8, 0, 0, 0])).toBe(0.25);
  expect(jainFairness([0, 0])).toBeNull();
  expect(jainFairness([])).toBeNull();
});

test('the busier half has half of an even split and all of a one-sided one', () => {
  expect(busierHalfShare([5, 5, 5, 5])).toBe(0.5);
  expect(busierHalfShare([9, 1, 0, 0])).toBe(1);
  expect(busierHalfShare([1, 2, 3])).toBeCloseTo(5 / 6);
  expect(busierHalfShare([0, 0])).toBeNull();
});

test('the median refuses what has none instead of returning NaN', () => {
  expect(median([4, 1, 3])).toBe(3);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(() => median([])).toThrow(RangeError);
  expect(() => median([1, Number.NaN])).toThrow(RangeError);
});
