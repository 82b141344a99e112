import fc from 'fast-check';
import { binomialDistribution } from 'simple-statistics';
import { expect, test } from 'vitest';
import { binomialHalfCumulative } from './binomial-half.ts';
import { medianInterval } from './median-interval.ts';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

test('no interval of 95 % exists below six values, and six give their range with 96.9 %', () => {
  expect(medianInterval(upTo(5), 0.95)).toBeNull();
  expect(medianInterval(upTo(6), 0.95)).toEqual({ lower: 1, upper: 6, coverage: 1 - 2 / 64 });
});

test('twenty values give the sixth and the fifteenth, as tables of the sign test say', () => {
  const interval = medianInterval(upTo(20), 0.95);
  expect(interval).toMatchObject({ lower: 6, upper: 15 });
  expect(interval?.coverage).toBeCloseTo(0.9586, 4);
});

test('the order of the values does not matter, and thousands of them do not underflow', () => {
  const interval = medianInterval(upTo(5000).reverse(), 0.95);
  expect(interval?.coverage).toBeGreaterThanOrEqual(0.95);
  expect(interval?.coverage).toBeLessThan(0.953);
  expect(interval?.lower).toBe(2431);
});

test('the interval lies within the values and around the middle, for any values', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 6, maxLength: 60 }),
      (xs) => {
        const interval = medianInterval(xs, 0.95);
        expect(interval).not.toBeNull();
        expect(xs).toContain(interval?.lower);
        expect(interval?.lower).toBeLessThanOrEqual(interval?.upper ?? Number.NaN);
      },
    ),
  );
});

test('the cumulative binomial agrees with simple-statistics where that one is complete', () => {
  const pmf = binomialDistribution(12, 0.5) ?? [];
  for (let k = 0; k < 8; k += 1) {
    const sum = pmf.slice(0, k + 1).reduce((a, b) => a + b, 0);
    expect(binomialHalfCumulative(k, 12)).toBeCloseTo(sum, 9);
  }
  expect(binomialHalfCumulative(-1, 12)).toBe(0);
  expect(binomialHalfCumulative(12, 12)).toBe(1);
});

test('an interval of 95 % covers the true median in at least 95 % of seeded simulated draws', () => {
  let state = 12345;
  const uniform = () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state / 2 ** 32;
  };
  let covered = 0;
  const draws = 4000;
  for (let draw = 0; draw < draws; draw += 1) {
    // Exponential with median ln 2: skewed, as latencies are.
    const interval = medianInterval(
      Array.from({ length: 10 }, () => -Math.log(1 - uniform())),
      0.95,
    );
    if (interval !== null && interval.lower <= Math.LN2 && Math.LN2 <= interval.upper) covered += 1;
  }
  // The procedure promises 0.979 for n = 10; three standard errors of 4000 draws are 0.007.
  expect(covered / draws).toBeGreaterThan(0.972);
  expect(covered / draws).toBeLessThan(0.986);
});
