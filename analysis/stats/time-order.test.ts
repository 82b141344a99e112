import { expect, test } from 'vitest';
import { lagOneAutocorrelation } from './lag-one-autocorrelation.ts';
import { makeRandomStream } from './random-stream.ts';
import { varianceLevels } from './variance-levels.ts';

test('the autocorrelation of a short series is the one computed by hand', () => {
  // Deviations of 1..8 from 4.5; neighbours multiply to 26.25, squares sum to 42.
  expect(lagOneAutocorrelation([1, 2, 3, 4, 5, 6, 7, 8])?.coefficient).toBeCloseTo(26.25 / 42, 12);
  expect(lagOneAutocorrelation([1, -1, 1, -1, 1, -1, 1, -1])?.coefficient).toBeCloseTo(-7 / 8, 12);
  expect(lagOneAutocorrelation([1, 2, 3])).toBeNull();
  expect(lagOneAutocorrelation(new Array(20).fill(0.1))).toBeNull();
});

test('independent values stay within the limit about 95 times in 100, a drift never does', () => {
  const random = makeRandomStream(3);
  let beyond = 0;
  for (let run = 0; run < 400; run += 1) {
    const found = lagOneAutocorrelation(Array.from({ length: 30 }, () => random.normal()));
    if (found !== null && Math.abs(found.coefficient + 1 / found.n) > found.limit) beyond += 1;
  }
  expect(beyond).toBeLessThan(32);
  const drift = lagOneAutocorrelation(Array.from({ length: 30 }, (_, i) => i + 0.1 * random.normal()));
  expect(drift?.coefficient).toBeGreaterThan(drift?.limit ?? 1);
});

test('variance is split as in a hand-computed balanced design', () => {
  // Two builds of two processes of two iterations. Mean squares: iterations 0.5, processes 8, builds 128.
  const nested = [
    [
      [0.5, 1.5],
      [4.5, 5.5],
    ],
    [
      [8.5, 9.5],
      [12.5, 13.5],
    ],
  ];
  const found = varianceLevels(nested);
  expect(found.iteration).toBeCloseTo(0.5, 12);
  expect(found.process).toBeCloseTo((16 - 0.5) / 2, 12);
  expect(found.build).toBeCloseTo((128 - 16) / 4, 12);
  expect(found).toMatchObject({ builds: 2, processes: 4, iterations: 8 });
});

test('the split finds the components it was drawn from, with unequal groups', () => {
  const random = makeRandomStream(11);
  const nested = Array.from({ length: 300 }, () => {
    const build = 3 * random.normal();
    return Array.from({ length: 1 + random.below(4) }, () => {
      const process = build + 2 * random.normal();
      return Array.from({ length: 1 + random.below(5) }, () => process + random.normal());
    });
  });
  const found = varianceLevels(nested);
  expect(found.iteration).toBeCloseTo(1, 0);
  expect(Math.sqrt(found.process ?? 0)).toBeCloseTo(2, 0);
  expect(Math.sqrt(found.build ?? 0)).toBeCloseTo(3, 0);
});

test('a level that was not repeated has no variance, rather than zero', () => {
  expect(varianceLevels([[[1, 2, 3]]])).toEqual({
    build: null,
    process: null,
    iteration: 1,
    builds: 1,
    processes: 1,
    iterations: 3,
  });
  expect(varianceLevels([[], [[]]])).toMatchObject({ build: null, iteration: null, iterations: 0 });
  expect(varianceLevels([[[1], [2], [3]]]).process).toBe(1);
  expect(() => varianceLevels([[[1, Number.NaN]]])).toThrow(RangeError);
});
