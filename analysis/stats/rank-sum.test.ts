import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeRandomStream } from './random-stream.ts';
import { rankSumInterval } from './rank-sum-interval.ts';
import { rankSumCritical, rankSumTail } from './rank-sum-tail.ts';
import { rankSumTest } from './rank-sum-test.ts';

test('the tail is that of the published tables', () => {
  // Two-sided 5 % critical values of U: Mann and Whitney's table as printed in textbooks.
  const published: readonly (readonly [number, number, number])[] = [
    [4, 4, 0],
    [5, 5, 2],
    [6, 6, 5],
    [8, 8, 13],
    [10, 10, 23],
    [5, 10, 8],
    [20, 20, 127],
  ];
  for (const [m, n, critical] of published) expect(rankSumCritical(0.025, m, n)).toBe(critical);
  expect(rankSumCritical(0.025, 3, 3)).toBe(-1);
  expect(rankSumTail(0, 3, 3)).toBeCloseTo(1 / 20, 12);
});

test('the approximation goes on where counting ends', () => {
  const [counted, approximate] = [rankSumCritical(0.025, 63, 63), rankSumCritical(0.025, 63, 64)];
  expect(Math.abs(counted / (63 * 63) - approximate / (63 * 64))).toBeLessThan(0.001);
});

test('the shift of two small samples is that of the textbook', () => {
  // Hollander and Wolfe, example 4.1 (permeability of membranes): W = 30, shift -0.305 for y - x.
  const atTerm = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
  const early = [1.15, 0.88, 0.9, 0.74, 1.21];
  expect(rankSumTest(atTerm, early).pValue).toBeCloseTo(0.2544, 4);
  const interval = rankSumInterval(atTerm, early, 0.95);
  expect(interval?.point).toBeCloseTo(-0.305, 9);
  expect(interval?.lower).toBeCloseTo(-0.76, 9);
  expect(interval?.upper).toBeCloseTo(0.15, 9);
});

const sample = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 12 });

test('test and interval never disagree, whatever the ties', () => {
  fc.assert(
    fc.property(sample, sample, fc.constantFrom(0.9, 0.95, 0.99), (first, second, confidence) => {
      const interval = rankSumInterval(first, second, confidence);
      const rejects = rankSumTest(first, second).pValue <= Number((1 - confidence).toPrecision(12));
      const excludes = interval !== null && (interval.lower > 0 || interval.upper < 0);
      expect(rejects).toBe(excludes);
    }),
  );
});

test('the 95 % interval covers the shift in at least 94 % of samples, and samples swapped give it reversed', () => {
  const random = makeRandomStream(11);
  let covered = 0;
  for (let i = 0; i < 1000; i += 1) {
    const first = Array.from({ length: 8 }, () => random.normal());
    const second = Array.from({ length: 12 }, () => 1 + random.normal());
    const interval = rankSumInterval(first, second, 0.95);
    if (interval !== null && interval.lower <= 1 && 1 <= interval.upper) covered += 1;
    const swapped = rankSumInterval(second, first, 0.95);
    expect(swapped?.lower).toBeCloseTo(-(interval?.upper ?? 0), 9);
  }
  expect(covered).toBeGreaterThanOrEqual(940);
});

test('values that are not finite and empty samples are refused', () => {
  expect(() => rankSumTest([], [1])).toThrow(RangeError);
  expect(() => rankSumTest([Number.NaN], [1])).toThrow(RangeError);
  expect(() => rankSumInterval([1], [2], 1)).toThrow(RangeError);
  expect(rankSumInterval([], [1], 0.95)).toBeNull();
});
