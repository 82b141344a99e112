import { expect, test } from 'vitest';
import { chartedRun } from '../../test/fixtures/runs/charted-run.ts';
import { makeRun } from '../../test/fixtures/runs/make-run.ts';
import { buildReport } from '../report/build-report.ts';

const { memorySeries } = buildReport(makeRun(chartedRun()));

test('a point is a checkpoint of every block, also where blocks pass it after other numbers of operations', () => {
  expect(memorySeries.length).toBeGreaterThan(0);
  for (const { points } of memorySeries)
    expect(points.map(({ resident }) => resident.n)).toEqual([3, 3, 3, 3, 3]);
});

test('checkpoints before and after everything is freed stay two, in their order, at the same operations', () => {
  const [first] = memorySeries;
  expect(first?.points.map(({ checkpoint }) => checkpoint)).toEqual([
    'point-1',
    'point-2',
    'point-3',
    'point-4',
    'end',
  ]);
  const [, full, freed] = first?.points ?? [];
  expect(full?.operations).toBe(freed?.operations);
  expect(full?.live.point).toBeGreaterThan(freed?.live.point ?? Number.NaN);
});

test('series are in the order of the plan, whatever that of the journal', () => {
  const arms = memorySeries.map(({ arm }) => arm);
  const planned = chartedRun().plan.sections.flatMap((section) => section.arms.map(({ id }) => id));
  expect(arms).toEqual(planned.filter((id) => arms.includes(id)));
});
