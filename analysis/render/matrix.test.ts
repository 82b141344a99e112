import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exampleRun } from '../../test/fixtures/runs/example-run.ts';
import { makeRun } from '../../test/fixtures/runs/make-run.ts';
import { oddNames, renamed } from '../../test/fixtures/runs/renamed-run.ts';
import { buildReport } from '../report/build-report.ts';
import { renderMatrix } from './matrix.ts';

const report = buildReport(makeRun(exampleRun()));
const text = renderMatrix(report);

test('a row is a target in a cell, a column a metric, a field the number with its interval and n', () => {
  const churn = text.split('\n\n').find((part) => part.startsWith('churn, virtual machine')) ?? '';
  const [, heads = '', ...rows] = churn.split('\n');
  expect(heads).toMatch(/^target +cell +.*L1a/);
  const spread = rows.filter((row) => / spread /.test(row));
  expect(spread.map((row) => row.split(/ {2,}/)[0])).toEqual(['musl', 'glibc', 'glibc+jemalloc']);
  const column = heads
    .split(/ {2,}/)
    .findIndex((head) => head.startsWith('L1a') && head.endsWith('live at end'));
  expect(spread[0]?.split(/ {2,}/)[column]).toMatch(/^0\.483 0\.481\.\.0\.484, n=3$/);
});

test('every estimate that the full report shows has one field, and none is the control', () => {
  expect(text).not.toContain('A/A');
  for (const line of text.split('\n')) expect(line).toMatch(/^[ -~]*$/);
});

test('names from files break no line', () => {
  fc.assert(
    fc.property(oddNames, (name) => {
      const files = exampleRun();
      const short = { ...files, trials: files.trials.filter((trial) => trial.block < 2) };
      for (const line of renderMatrix(buildReport(makeRun(renamed(short, name), name))).split('\n'))
        expect(line).toMatch(/^[ -~]*$/);
    }),
    { numRuns: 8 },
  );
});
