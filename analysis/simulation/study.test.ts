import { expect, test } from 'vitest';
import { makeStudy } from './make-study.ts';
import { renderStudy } from './render-study.ts';
import { wilsonInterval } from './share.ts';

test('the study of a few runs has every row, no NaN, and tables of equal width', () => {
  const study = makeStudy({ simulations: 10, seed: 5 });
  expect(study.comparison.map(({ design }) => design)).toEqual([
    'sequential',
    'interleaved',
    'bootstrap',
    'signed rank',
  ]);
  const text = renderStudy(study);
  expect(text).not.toMatch(/NaN|undefined|Infinity/);
  for (const table of text.split('\n\n').filter((part) => part.startsWith('|'))) {
    const widths = new Set(
      table
        .trim()
        .split('\n')
        .map((line) => line.split('|').length),
    );
    expect(widths.size).toBe(1);
  }
});

test('the interval of a share is that of the published formula, and stays within 0 and 1', () => {
  const { lower, upper } = wilsonInterval({ count: 10, of: 100 });
  expect(lower).toBeCloseTo(0.0552, 4);
  expect(upper).toBeCloseTo(0.1744, 4);
  expect(wilsonInterval({ count: 0, of: 20 }).lower).toBe(0);
  expect(wilsonInterval({ count: 20, of: 20 }).upper).toBe(1);
});
