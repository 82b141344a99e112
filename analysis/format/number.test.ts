import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseScale, formatEnds, formatRatio, formatScaled, formatSignificant } from './number.ts';

test('numbers have three significant digits and no false ones after rounding up', () => {
  expect([0, 0.01234, 1.234, 9.999, 12.34, 99.96, 123.4, 123_456].map((x) => formatSignificant(x))).toEqual([
    '0',
    '0.0123',
    '1.23',
    '10.0',
    '12.3',
    '100',
    '123',
    '123456',
  ]);
  expect(formatSignificant(1.5e-7)).toBe('1.50e-7');
});

test('a ratio that is nearly but not quite 0 or 1 does not look like it', () => {
  expect([0, 1, 0.0001, 0.99996, -0.0001, 0.5, 1.25].map((x) => formatRatio(x))).toEqual([
    '0',
    '1',
    '<0.001',
    '>0.999',
    '>-0.001',
    '0.500',
    '1.250',
  ]);
});

test('the ends of an interval get digits until they differ', () => {
  const scale = chooseScale('1', []);
  expect(formatEnds(0.5001, 0.5002, scale)).toEqual(['0.5001', '0.5002']);
  expect(formatEnds(0.5, 0.5, scale)).toEqual(['0.500', '0.500']);
});

test('a table of times has one unit, that of its middle number', () => {
  const scale = chooseScale('s', [90e-9, 100e-9, 1.5e-3]);
  expect(scale.label).toBe('ns');
  expect(formatScaled(90e-9, scale)).toBe('90.0');
  expect(formatScaled(1.5e-3, scale)).toBe('1500000');
  expect(chooseScale('B', [3 * 2 ** 20]).label).toBe('MiB');
});

test('what is printed is within half a percent of the number', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-12, max: 1e15, noNaN: true }), (x) => {
      expect(Math.abs(Number(formatSignificant(x)) - x) / x).toBeLessThanOrEqual(0.00501);
    }),
  );
});
