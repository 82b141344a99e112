import { expect, test } from 'vitest';
import { exampleRun } from '../../test/fixtures/runs/example-run.ts';
import { makeRun } from '../../test/fixtures/runs/make-run.ts';
import { printLines } from '../render/text/print-lines.ts';
import { buildReport } from '../report/build-report.ts';
import { makeValidity } from './validity.ts';

const report = buildReport(makeRun(exampleRun()));

function textWith(doctor: (typeof report)['environment']['doctor']): string {
  const environment = { ...report.environment, ...(doctor && { doctor }) };
  return printLines(makeValidity({ ...report, environment })).join('\n');
}

test('what the doctor did not pass right before the run is reported with its remedy, what passed only counted', () => {
  const text = textWith([
    { id: 'aslr', verdict: 'pass', seen: 'on', threshold: 'on', remedy: null },
    {
      id: 'steal',
      verdict: 'warn',
      seen: '3 % taken',
      threshold: 'at most 1 %',
      remedy: 'use another machine',
    },
  ]);
  expect(text).toContain('The machine right before the run: 1 of 2 checks passed');
  expect(text).toContain('  warn    steal: 3 % taken; expected: at most 1 %; remedy: use another');
  expect(text).not.toContain('aslr');
});

test('a run without findings of the doctor says nothing of them', () => {
  expect(textWith(undefined)).not.toContain('right before');
});
