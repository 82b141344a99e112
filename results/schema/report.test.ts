import { expect, test } from 'vitest';
import { buildReport } from '../../analysis/report/build-report.ts';
import { exampleRun } from '../../test/fixtures/runs/example-run.ts';
import { makeRun } from '../../test/fixtures/runs/make-run.ts';
import { timedRun } from '../../test/fixtures/runs/timed-run.ts';
import { report } from './report.ts';

test.each([
  ['counts and times', exampleRun()],
  ['verdicts on times', timedRun({ blocks: 30 })],
])('report.json of a run with %s has the format that results/schema.json describes', (_what, files) => {
  const value: unknown = JSON.parse(JSON.stringify(buildReport(makeRun(files))));
  expect(report.safeParse(value).error?.issues).toBeUndefined();
  expect(report.safeParse({ ...(value as object), more: 1 }).success).toBe(false);
});
