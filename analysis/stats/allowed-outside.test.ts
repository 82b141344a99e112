import { expect, test } from 'vitest';
import { allowedOutside } from './allowed-outside.ts';

test('few controls must all lie within the margin, and the allowance grows slowly', () => {
  expect([0, 1, 13, 14, 100, 104, 105].map(allowedOutside)).toEqual([0, 0, 0, 1, 1, 1, 2]);
  expect(() => allowedOutside(1.5)).toThrow('1.5');
});
