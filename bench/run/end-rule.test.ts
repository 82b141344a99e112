import { expect, test } from 'vitest';
import type { Family } from '../../results/schema/family.ts';
import { type Standing, whyEnd } from './end-rule.ts';

const family: Family = {
  section: 0,
  metric: 'operation_cost_seconds',
  alpha: 0.05,
  controlAlpha: 0.01,
  margin: 0.03,
  looks: [15, 30, 60],
  precision: 0.02,
  maxSeconds: null,
  comparisons: [],
  controls: [],
};
const standing: Standing = { blocks: 15, seconds: 150, secondsPerBlock: 10, isPrecise: () => false };

test('a run ends at a look at which everything is known well enough, and goes on where not', () => {
  expect(whyEnd(family, { ...standing, isPrecise: () => true })).toBe('precision');
  expect(whyEnd(family, standing)).toBeUndefined();
});

test('between looks the data are not looked at', () => {
  const isPrecise = () => {
    throw new Error('looked');
  };
  for (const blocks of [1, 14, 16, 29, 59]) {
    expect(whyEnd({ ...family, maxSeconds: 1 }, { ...standing, blocks, isPrecise })).toBeUndefined();
  }
});

test('a look that would come too late is not waited for', () => {
  // The next look is 15 blocks of 10 s away.
  expect(whyEnd({ ...family, maxSeconds: 299 }, standing)).toBe('time');
  expect(whyEnd({ ...family, maxSeconds: 300 }, standing)).toBeUndefined();
});

test('the last look ends the section by itself', () => {
  expect(
    whyEnd({ ...family, maxSeconds: 1 }, { ...standing, blocks: 60, isPrecise: () => true }),
  ).toBeUndefined();
});

test('without a precision the clock may end a section after any block', () => {
  const timed = { ...family, precision: null, looks: [40], maxSeconds: 155 };
  expect(whyEnd(timed, standing)).toBe('time');
  expect(whyEnd({ ...timed, maxSeconds: 160 }, standing)).toBeUndefined();
  expect(whyEnd({ ...timed, maxSeconds: null }, standing)).toBeUndefined();
});
