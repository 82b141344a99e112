import fc from 'fast-check';
import { expect, test } from 'vitest';
import { signFlipPValues } from './sign-flips.ts';

/** All 2^n assignments of signs, with sums of integers, which are exact. */
function enumerate(values: readonly number[]): number {
  const observed = Math.abs(values.reduce((sum, value) => sum + value, 0));
  let count = 0;
  for (let mask = 0; mask < 2 ** values.length; mask += 1) {
    const sum = values.reduce((total, value, i) => total + ((mask >> i) & 1 ? value : -value), 0);
    if (Math.abs(sum) >= observed) count += 1;
  }
  return count / 2 ** values.length;
}

test('a p-value is that of all assignments of signs, within the error of drawing', () => {
  const values = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(values, fc.integer({ min: 0, max: 2 ** 32 - 1 }), (differences, seed) => {
      const [p = 0] = signFlipPValues([differences], { resamples: 4000, seed });
      // Five standard deviations.
      expect(Math.abs(p - enumerate(differences))).toBeLessThan(0.04);
    }),
  );
});

test('assignments that tie with the observed one count, however their sums are rounded', () => {
  // Exact: signs of ten equal sizes, one against nine, or more uneven: 22 of 1024.
  const tied = [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, -0.1];
  const scaled = tied.map((value) => Math.round(value * 10));
  const draws = { resamples: 10_000, seed: 8 };
  expect(signFlipPValues([tied], draws)).toEqual(signFlipPValues([scaled], draws));
});

test('differences that are all zero are no evidence, and no p-value is zero', () => {
  const far = Array.from({ length: 60 }, () => 1);
  expect(signFlipPValues([[0, 0, 0], far], { resamples: 99, seed: 1 })).toEqual([1, 0.01]);
});

test('a comparison does not depend on those after it', () => {
  const draws = { resamples: 500, seed: 6 };
  const [alone] = signFlipPValues([[1, 2, -1, 3]], draws);
  expect(signFlipPValues([[1, 2, -1, 3], [5]], draws)[0]).toBe(alone);
});

test('without comparisons there are no p-values', () => {
  expect(signFlipPValues([], { resamples: 1, seed: 0 })).toEqual([]);
});

test.each([
  [[[]], { resamples: 9, seed: 1 }, 'comparison 0 has no values'],
  [[[1], [1, Number.NaN]], { resamples: 9, seed: 1 }, 'comparison 1 has the value NaN'],
  [[[1e308, 1e308]], { resamples: 9, seed: 1 }, 'comparison 0 has the value 1e+308'],
  [[[1]], { resamples: 0, seed: 1 }, 'from 1 to 1000000, not 0'],
  [[[1]], { resamples: 2.5, seed: 1 }, 'not 2.5'],
  [[[1]], { resamples: 9, seed: -1 }, 'not -1'],
])('of %j with %j it says: %s', (comparisons, draws, message) => {
  expect(() => signFlipPValues(comparisons, draws)).toThrow(message);
});
