import { expect, test } from 'vitest';
import type { EstimateRow } from '../../../results/schema/report-rows.ts';
import { exampleRun } from '../../../test/fixtures/runs/example-run.ts';
import { makeRun } from '../../../test/fixtures/runs/make-run.ts';
import { buildReport } from '../../report/build-report.ts';
import { alikeText, splitAlike } from './alike-cells.ts';

const [model] = buildReport(makeRun(exampleRun())).estimates.filter(({ estimate }) => estimate !== null);

function rowOf(target: string, point: number): EstimateRow {
  if (model?.estimate == null) throw new Error('the example has no estimate');
  return { ...model, target, control: false, estimate: { ...model.estimate, point } };
}

test('a cell in which no target differs has no panel, one with a single target has', () => {
  const cells = [
    [rowOf('musl', 0), rowOf('glibc', 0)],
    [rowOf('musl', 0.7), rowOf('glibc', 0)],
    [rowOf('musl', 0.7)],
  ];
  const { drawn, alike } = splitAlike(cells, (cell) => cell, 'difference');
  expect(drawn).toEqual([cells[1], cells[2]]);
  expect(alike).toEqual([cells[0]]);
});

test('what has no panel is named, and many are counted', () => {
  expect(alikeText([])).toBe('');
  expect(alikeText(['a', 'b'])).toBe('; no target differs in a; b');
  expect(alikeText(['a', 'b', 'c', 'd', 'e'])).toBe('; no target differs in a; b; c and 2 more');
});
