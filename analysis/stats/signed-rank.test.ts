import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fewestPairs } from './fewest-pairs.ts';
import { signedRankCritical, signedRankCumulative } from './signed-rank-distribution.ts';
import { signedRankInterval } from './signed-rank-interval.ts';
import { signedRankTest } from './signed-rank-test.ts';
import { smallestP } from './smallest-p.ts';
import { splitWalshAverages, walshAverage, walshCount } from './walsh-averages.ts';

/** Hamilton depression scale before and after, M. Hollander and D. A. Wolfe, table 3.1. */
const depression = [0.952, -0.147, 1.022, 0.43, 0.62, 0.59, 0.49, -0.08, 0.01];

const continuous = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 40 });
/** Few distinct values: zeros, equal values and equal sizes of opposite sign in every draw. */
const tied = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 40 });

function walshOf(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.flatMap((x, i) => sorted.slice(i).map((y) => x / 2 + y / 2)).sort((a, b) => a - b);
}

test('the published example gives its published p-value, estimate and interval', () => {
  expect(signedRankTest(depression)).toEqual({ n: 9, statistic: 5, pValue: 20 / 512 });
  const interval = signedRankInterval(depression, 0.95);
  expect(interval?.point).toBeCloseTo(0.46, 10);
  expect(interval?.lower).toBeCloseTo(0.01, 10);
  expect(interval?.upper).toBeCloseTo(0.786, 10);
});

test.each([
  [6, 0],
  [8, 3],
  [10, 8],
  [15, 25],
  [20, 52],
  [25, 89],
  [30, 137],
  [50, 434],
])('for n = %i the two-sided point of five per cent is %i, as in published tables', (n, w) => {
  expect(signedRankCritical(0.025, n)).toBe(w);
});

test('the distribution equals the count of all sign patterns', () => {
  const n = 10;
  const counts = new Array<number>(walshCount(n) + 1).fill(0);
  for (let signs = 0; signs < 2 ** n; signs += 1) {
    let w = 0;
    for (let rank = 1; rank <= n; rank += 1) if ((signs >> (rank - 1)) & 1) w += rank;
    counts[w] = (counts[w] ?? 0) + 1;
  }
  let sum = 0;
  for (const [w, count] of counts.entries()) {
    sum += count;
    expect(signedRankCumulative(w, n)).toBeCloseTo(sum / 2 ** n, 12);
  }
});

test('where exact ends and normal begins, the p-value does not jump', () => {
  const at = (n: number, z: number) => {
    const deviation = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24);
    return signedRankCumulative(walshCount(n) / 2 - z * deviation, n);
  };
  for (const z of [1, 1.96, 2.6]) expect(Math.abs(at(500, z) / at(501, z) - 1)).toBeLessThan(0.01);
});

test.each([['continuous', continuous] as const, ['tied', tied] as const])(
  'test and interval never disagree on %s values',
  (_name, values) => {
    fc.assert(
      fc.property(values, fc.constantFrom(0.05, 0.01, 0.05 / 7), (xs, alpha) => {
        const interval = signedRankInterval(xs, 1 - alpha);
        const rejects = signedRankTest(xs).pValue <= alpha;
        const isOutside = interval !== null && (interval.lower > 0 || interval.upper < 0);
        expect(isOutside).toBe(rejects);
      }),
      { numRuns: 500 },
    );
  },
);

test('the point lies in the interval, and both move with the data', () => {
  fc.assert(
    fc.property(tied, fc.integer({ min: -9, max: 9 }), (xs, shift) => {
      const here = signedRankInterval(xs, 0.9);
      const there = signedRankInterval(
        xs.map((x) => x + shift),
        0.9,
      );
      expect(here === null).toBe(there === null);
      // Too few values; too many such draws fail the test.
      fc.pre(here !== null && there !== null);
      expect(here.lower).toBeLessThanOrEqual(here.point);
      expect(here.point).toBeLessThanOrEqual(here.upper);
      expect(here.coverage).toBeGreaterThanOrEqual(0.9 - 1e-9);
      expect([there.lower, there.point, there.upper]).toEqual(
        [here.lower, here.point, here.upper].map((x) => x + shift),
      );
    }),
  );
});

test('the p-value with ties is at least the one of any way of breaking them', () => {
  fc.assert(
    fc.property(
      tied,
      fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 40 }),
      (xs, noise) => {
        const broken = xs.map((x, i) => x + 1e-6 * (noise[i] ?? 0));
        expect(signedRankTest(xs).pValue).toBeGreaterThanOrEqual(signedRankTest(broken).pValue - 1e-12);
      },
    ),
  );
});

test('selection without making all Walsh averages finds each of them, ties or not', () => {
  fc.assert(
    fc.property(fc.oneof(continuous, tied), (xs) => {
      const sorted = Float64Array.from(xs).sort();
      for (const [i, w] of walshOf(xs).entries()) expect(walshAverage(sorted, i + 1)).toBeCloseTo(w, 12);
    }),
    { numRuns: 50 },
  );
  expect(() => walshAverage(new Float64Array([1, 2]), 4)).toThrow(RangeError);
});

test('a split counts the averages on either side and names the nearest of both', () => {
  expect(splitWalshAverages(new Float64Array([1, 2, 4]), 2)).toEqual({
    atMost: 3,
    largestAtMost: 2,
    smallestAbove: 2.5,
  });
  expect(splitWalshAverages(new Float64Array([1, 2]), 0)).toEqual({
    atMost: 0,
    largestAtMost: -Infinity,
    smallestAbove: 1,
  });
});

test('zeros speak for neither side, and equal values give the smallest p-value', () => {
  expect(signedRankTest([0, 0, 0, 0, 0, 0, 0]).pValue).toBe(1);
  expect(signedRankTest([3, 3, 3, 3, 3, 3, 3]).pValue).toBe(smallestP(7));
  expect(signedRankTest([0, 0, 0, 0, 0, 0, 0, 5, 6, 7]).pValue).toBeGreaterThan(0.5);
});

test('too few pairs have no interval, and the fewest pairs are reported', () => {
  expect(signedRankInterval([1, 2, 3, 4, 5], 0.95)).toBeNull();
  expect(signedRankInterval([], 0.95)).toBeNull();
  expect(signedRankInterval([1, 2, 3, 4, 5, 6], 0.95)).toEqual({
    point: 3.5,
    lower: 1,
    upper: 6,
    coverage: 1 - 2 / 64,
    n: 6,
  });
  expect([0.05, 0.01, 0.05 / 20, 1].map(fewestPairs)).toEqual([6, 8, 10, 1]);
  expect(() => fewestPairs(0)).toThrow('level 0');
  expect(() => smallestP(0)).toThrow(RangeError);
});

test('what is not finite is refused and named', () => {
  expect(() => signedRankTest([1, Number.NaN])).toThrow('value 1 of 2 is NaN');
  expect(() => signedRankTest([])).toThrow(RangeError);
  expect(() => signedRankInterval([1, Infinity], 0.95)).toThrow('Infinity');
  expect(() => signedRankInterval([1], 1)).toThrow('confidence 1');
});

test('thousands of blocks and values near the largest number are no trouble', () => {
  const many = Array.from({ length: 5000 }, (_, i) => Math.sin(i * i));
  const interval = signedRankInterval(many, 0.95);
  expect((interval?.lower ?? 1) < 0 && (interval?.upper ?? -1) > 0).toBe(true);
  expect(signedRankInterval([1e308, 1e308, 1e308, 1.7e308, 1e308, 1e308], 0.95)?.point).toBe(1e308);
});
