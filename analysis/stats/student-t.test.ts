import { expect, test } from 'vitest';
import { normalUpperTail } from './normal-distribution.ts';
import { studentQuantile, studentUpperTail } from './student-t.ts';

test.each([
  [1, 12.706],
  [4, 2.776],
  [10, 2.228],
  [29, 2.045],
  [60, 2],
])('the upper 2.5 per cent point of %d degrees is %d, as tables say', (freedom, t) => {
  expect(studentQuantile(0.025, freedom)).toBeCloseTo(t, 3);
  expect(studentUpperTail(-studentQuantile(0.025, freedom), freedom)).toBeCloseTo(0.975, 6);
});

test('with many degrees it is the normal distribution, and what is not a degree is refused', () => {
  expect(studentUpperTail(1.96, 1e6)).toBeCloseTo(normalUpperTail(1.96), 5);
  expect(() => studentUpperTail(1, 0)).toThrow(RangeError);
  expect(() => studentQuantile(0.5, 3)).toThrow(RangeError);
});
