import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dipStatistic } from './dip-statistic.ts';
import { dipTest } from './dip-test.ts';
import { doubleMadOutliers } from './double-mad.ts';
import { mValue } from './m-value.ts';
import { findModes } from './modes.ts';
import { quantile } from './quantile.ts';
import { makeRandomStream } from './random-stream.ts';

/** Room for a function that passes step i of the distribution within d: the step goes from i to i + 1. */
const ceiling = (i: number, d: number) => i + d;
const floor = (i: number, d: number) => i + 1 - d;

/**
 * The least height at the mode of a convex function that passes all steps on its left within d; Infinity if none does.
 * All triples are tried.
 */
function leastAtMode(x: readonly number[], mode: number, d: number): number {
  const at = (i: number) => x[i] ?? 0;
  let least = 0;
  for (let b = 0; b < mode; b += 1) {
    least = Math.max(least, floor(b, d));
    if (floor(b, d) > ceiling(b, d)) return Infinity;
    for (let a = 0; a < b; a += 1) {
      const slope = (floor(b, d) - ceiling(a, d)) / (at(b) - at(a));
      for (let c = b + 1; c <= mode; c += 1) {
        if (ceiling(a, d) + slope * (at(c) - at(a)) > ceiling(c, d)) return Infinity;
      }
      least = Math.max(least, ceiling(a, d) + slope * (at(mode) - at(a)));
    }
  }
  return least;
}

/** The dip by its definition: the least d for which a convex function up to some mode and a concave one from it on pass, rising between. */
function dipByDefinition(values: readonly number[]): number {
  const x = [...values].sort((a, b) => a - b);
  const n = x.length;
  const mirrored = x.map((value) => -value).reverse();
  const isPassed = (d: number) =>
    x.some((_, mode) => leastAtMode(x, mode, d) + leastAtMode(mirrored, n - 1 - mode, d) <= n);
  let [low, high] = [0.5, n];
  for (let step = 0; step < 50; step += 1) {
    const middle = (low + high) / 2;
    if (isPassed(middle)) high = middle;
    else low = middle;
  }
  return high / n;
}

function draws(n: number, seed: number, draw: (random: ReturnType<typeof makeRandomStream>) => number) {
  const random = makeRandomStream(seed);
  return Array.from({ length: n }, () => draw(random));
}

test('evenly spaced values have the least dip, two heaps nearly the greatest', () => {
  expect(dipStatistic([1, 2, 3, 4, 5, 6, 7, 8])).toBeCloseTo(1 / 16, 12);
  const heaps = Array.from({ length: 200 }, (_, i) => (i % 2) * 1000 + i / 200);
  expect(dipStatistic(heaps)).toBeGreaterThan(0.24);
  expect(dipStatistic(heaps)).toBeLessThanOrEqual(0.25);
  expect(dipStatistic([3])).toBe(0.5);
  expect(() => dipStatistic([])).toThrow(RangeError);
});

test('the dip is that of its definition', () => {
  const distinct = fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: 3, maxLength: 11 });
  fc.assert(
    fc.property(distinct, (xs) => {
      expect(dipStatistic(xs)).toBeCloseTo(dipByDefinition(xs), 8);
    }),
    { numRuns: 300 },
  );
});

test('the dip test calls 5 % of uniform samples multimodal, fewer of normal ones, and all of two apart', () => {
  const rejected = (draw: (random: ReturnType<typeof makeRandomStream>) => number, n: number) =>
    Array.from({ length: 200 }, (_, seed) => dipTest(draws(n, seed, draw))).filter(
      (found) => (found?.pValue ?? 1) <= 0.05,
    ).length;
  // Binomial(200, 0.05) exceeds 19 with probability 0.005.
  expect(rejected((random) => random.uniform(), 200)).toBeLessThanOrEqual(19);
  expect(rejected((random) => random.uniform(), 1000)).toBeLessThanOrEqual(19);
  expect(rejected((random) => random.normal(), 300)).toBeLessThanOrEqual(3);
  expect(rejected((random) => random.normal() + 5 * random.below(2), 300)).toBe(200);
  expect(dipTest(draws(199, 1, (random) => random.uniform()))).toBeNull();
});

test('modes are shown with their weights where there are two, and as one where there are not', () => {
  const two = draws(600, 7, (random) => (random.uniform() < 0.25 ? 20 : 10) + random.normal());
  const [low, high] = findModes(two) ?? [];
  expect(low?.location).toBeCloseTo(10, 0);
  expect(high?.location).toBeCloseTo(20, 0);
  expect(high?.weight).toBeGreaterThan(0.2);
  expect((low?.weight ?? 0) + (high?.weight ?? 0)).toBeCloseTo(1, 12);
  expect(findModes(draws(600, 7, (random) => Math.exp(random.normal())))).toHaveLength(1);
  expect(findModes([1, 2])).toBeNull();
});

test('the mvalue is 2 for one block, 4 for two equal ones apart', () => {
  const one = Array.from({ length: 100 }, (_, i) => i);
  expect(mValue(one)).toBeLessThan(2.2);
  const two = [...one, ...one.map((x) => x + 300)];
  expect(mValue(two)).toBeGreaterThan(3.5);
  expect(mValue([5, 5, 5, 5, 5, 5, 5, 5, 9])).toBeNull();
  expect(mValue([1, 2])).toBeNull();
  expect(mValue([...one, 1e15])).toBeGreaterThan(2);
});

test('outliers are labelled by the spread of their own side', () => {
  const body = [8, 9, 9.5, 10, 10.5, 11, 12];
  expect(doubleMadOutliers(body)).toEqual([]);
  const [far] = doubleMadOutliers([...body, 30]);
  expect(far).toMatchObject({ index: 7, value: 30 });
  expect(far?.score).toBeGreaterThan(3.5);
  // A long right side is no reason to label it; the same distance on the short left side is one.
  const skewed = [9.8, 9.9, 10, 10.05, 12, 15, 18];
  expect(doubleMadOutliers(skewed)).toEqual([]);
  expect(doubleMadOutliers([...skewed, 4]).map(({ value }) => value)).toEqual([4]);
});

test('a spread of zero labels what differs and divides by nothing', () => {
  expect(doubleMadOutliers([5, 5, 5, 5])).toEqual([]);
  expect(doubleMadOutliers([5, 5, 5, 5, 6])).toEqual([{ index: 4, value: 6, score: Infinity }]);
  expect(doubleMadOutliers([1, 9])).toEqual([]);
  expect(() => doubleMadOutliers([1, 2, Number.NaN])).toThrow(RangeError);
});

test('quantiles interpolate between order statistics', () => {
  expect(quantile([4, 1, 3, 2], 0.25)).toBe(1.75);
  expect(quantile([7], 0.9)).toBe(7);
  expect(() => quantile([], 0.5)).toThrow(RangeError);
  expect(() => quantile([1], 1.5)).toThrow('1.5');
});
