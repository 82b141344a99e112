import fc from 'fast-check';
import { expect, test } from 'vitest';
import { detectableEffect } from './detectable-effect.ts';
import { holm } from './holm.ts';
import { normalQuantile, normalUpperTail } from './normal-distribution.ts';

test('adjusted p-values are those of the worked example', () => {
  // Four p-values 0.01, 0.04, 0.03, 0.005: 4 · 0.005, 3 · 0.01, 2 · 0.03, then no less than that.
  const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
  for (const [i, p] of [0.03, 0.06, 0.06, 0.02].entries()) expect(adjusted[i]).toBeCloseTo(p, 12);
  expect(holm([])).toEqual([]);
  expect(holm([0.6, 0.9])).toEqual([1, 1]);
  expect(() => holm([0.5, Number.NaN])).toThrow('NaN');
});

test('adjusting keeps the order and lies between p and m times p', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 }), (ps) => {
      const adjusted = holm(ps);
      for (const [i, p] of ps.entries()) {
        const a = adjusted[i] ?? Number.NaN;
        expect(a).toBeGreaterThanOrEqual(p);
        expect(a).toBeLessThanOrEqual(
          Math.min(1, ps.length * p) + 1e-12 + Math.max(...ps.map((q) => (q <= p ? ps.length * q : 0))),
        );
        for (const [j, q] of ps.entries()) if (q <= p) expect(adjusted[j] ?? 2).toBeLessThanOrEqual(a);
      }
    }),
  );
});

test('the normal tail agrees with published values, near the middle and far out', () => {
  expect(normalUpperTail(0)).toBe(0.5);
  expect(normalUpperTail(1.959963984540054)).toBeCloseTo(0.025, 13);
  expect(normalUpperTail(-1)).toBeCloseTo(0.8413447460685429, 13);
  expect(normalUpperTail(6) / 9.865876450376981e-10).toBeCloseTo(1, 9);
  expect(normalUpperTail(3 - 1e-12) / normalUpperTail(3 + 1e-12)).toBeCloseTo(1, 10);
  expect(normalQuantile(0.025)).toBeCloseTo(1.959963984540054, 10);
  expect(normalQuantile(0.8)).toBeCloseTo(-0.8416212335729143, 10);
  expect(() => normalQuantile(0)).toThrow(RangeError);
});

test('the detectable effect comes from the width alone: 2.8 standard errors at 5 % and 80 %', () => {
  const standardError = 0.01;
  const half = 1.959963984540054 * standardError;
  const request = { confidence: 0.95, level: 0.05, power: 0.8 };
  const centred = detectableEffect({ ...request, lower: -half, upper: half });
  const moved = detectableEffect({ ...request, lower: 0.5 - half, upper: 0.5 + half });
  expect(centred).toBeCloseTo(0.0280158, 6);
  expect(moved).toBeCloseTo(centred, 12);
  expect(detectableEffect({ ...request, level: 0.005, lower: -half, upper: half })).toBeGreaterThan(centred);
  expect(() => detectableEffect({ ...request, lower: 1, upper: 0 })).toThrow(RangeError);
});
