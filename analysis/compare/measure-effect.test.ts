import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type EffectRequest, measureEffect } from './measure-effect.ts';

const byBlock = (values: readonly number[]) => new Map(values.map((value, i) => [i + 1, value]));

function measure(
  baseline: readonly number[],
  target: readonly number[],
  more: Partial<EffectRequest> = {},
): ReturnType<typeof measureEffect> {
  return measureEffect({
    ...{ compareAs: 'ratio', kind: 'time', confidence: 0.95 },
    ...{ baseline: byBlock(baseline), target: byBlock(target) },
    ...more,
  });
}

test('a ratio is taken within each block, so that what a block does to both arms does not matter', () => {
  const measured = measure([100, 200, 400, 100, 50, 100], [200, 401, 799, 202, 100, 198]);
  expect(measured?.effect.estimate.point).toBeCloseTo(2, 2);
  expect(measured?.effect).toMatchObject({ kind: 'ratio', estimate: { n: 6, intervalKind: 'confidence' } });
});

test('six blocks are the first that have an interval', () => {
  expect(measure([1, 2, 3, 4, 5], [2, 3, 4, 5, 7])?.effect.estimate.intervalKind).toBe('range');
});

describe('counts', () => {
  test('that differ by the same number in every block are exact', () => {
    const measured = measure([10, 20, 30], [12, 22, 32], { kind: 'count' });
    expect(measured?.effect).toMatchObject({
      kind: 'exact',
      estimate: { point: 2, n: 3, intervalKind: 'exact' },
    });
    expect(measured?.differences).toBeNull();
  });

  test('are exact to the last digits of a quotient only', () => {
    expect(measure([0.1, 0.2], [0.3, 0.4], { kind: 'count', compareAs: 'difference' })?.effect.kind).toBe(
      'exact',
    );
    expect(measure([0.1, 0.2], [0.3, 0.4001], { kind: 'count', compareAs: 'difference' })?.effect.kind).toBe(
      'difference',
    );
  });

  test('of one block are not exact', () => {
    const measured = measure([10], [12], { kind: 'count', compareAs: 'difference' });
    expect(measured?.effect).toMatchObject({
      kind: 'difference',
      estimate: { point: 2, intervalKind: 'range' },
    });
  });

  test('that can be 0 are compared by difference in all blocks', () => {
    const measured = measure([0, 4096, 8192], [4096, 4096, 4096], { kind: 'count' });
    expect(measured?.effect).toMatchObject({ kind: 'difference', estimate: { n: 3 } });
    expect(measured?.notes.join()).toContain('by difference');
  });
});

test('times that are equal in all blocks are no exact count: their clock is too coarse', () => {
  const measured = measure([5, 5, 5, 5, 5, 5, 5], [5, 5, 5, 5, 5, 5, 5]);
  expect(measured).toMatchObject({
    differences: null,
    effect: { kind: 'ratio', estimate: { intervalKind: 'range' } },
  });
});

test('a time of zero, below zero or without end costs its block and is said', () => {
  for (const wrong of [0, -1, Number.POSITIVE_INFINITY, Number.NaN]) {
    const measured = measure([1, 2, 3], [wrong, 4, 6]);
    expect(measured?.effect.estimate).toMatchObject({ n: 2, point: 2 });
    expect(measured?.notes).toEqual(['1 block left out: a time that is not above 0']);
  }
});

test('arms that share no block are not compared', () => {
  expect(
    measureEffect({
      ...{ compareAs: 'ratio', kind: 'time', confidence: 0.95 },
      ...{ baseline: new Map([[1, 5]]), target: new Map([[2, 5]]) },
    }),
  ).toBeNull();
});

test('whatever the values are, no number of an effect is NaN', () => {
  const anyValue = fc.double({ min: -1e3, max: 1e12 }).map((x) => (Math.abs(x) < 1e-12 ? 0 : x));
  const values = fc.array(anyValue, { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(
      values,
      values,
      fc.constantFrom('ratio', 'difference'),
      fc.constantFrom('time', 'count'),
      (a, b, compareAs, kind) => {
        const estimate = measure(a, b, { compareAs, kind })?.effect.estimate;
        // Without a block that counts there is no effect; too many such draws fail the test.
        fc.pre(estimate !== undefined);
        for (const value of [estimate.point, estimate.lower, estimate.upper]) {
          expect(Number.isFinite(value)).toBe(true);
        }
        expect(estimate.lower).toBeLessThanOrEqual(estimate.upper);
      },
    ),
  );
});
