import { expect, test } from 'vitest';
import { makeEstimate } from './estimate.ts';

test('below six blocks there is a range, from six on an interval with its real coverage', () => {
  expect(makeEstimate([5, 1, 3], 'time')).toEqual({
    point: 3,
    lower: 1,
    upper: 5,
    n: 3,
    intervalKind: 'range',
    coverage: null,
  });
  expect(makeEstimate([1, 2, 3, 4, 5, 6], 'time')).toMatchObject({
    intervalKind: 'confidence',
    coverage: 1 - 2 / 64,
    n: 6,
  });
});

test('equal counts are exact, equal times are not, and one value is neither', () => {
  expect(makeEstimate([4, 4, 4], 'count')).toMatchObject({ intervalKind: 'exact', n: 3 });
  expect(makeEstimate([4, 4, 4], 'time')).toMatchObject({ intervalKind: 'range', n: 3 });
  expect(makeEstimate([4], 'count')).toMatchObject({ intervalKind: 'range', n: 1 });
  expect(makeEstimate([], 'count')).toBeNull();
});

test('an interval never shrinks to a point while values differ', () => {
  const values = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9];
  expect(makeEstimate(values, 'count')).toMatchObject({ intervalKind: 'range', lower: 0, upper: 9 });
});
