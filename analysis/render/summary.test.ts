import { expect, test } from 'vitest';
import { exampleRun } from '../../test/fixtures/runs/example-run.ts';
import { makeRun } from '../../test/fixtures/runs/make-run.ts';
import { buildReport } from '../report/build-report.ts';
import { renderSummary } from './text.ts';

const summary = renderSummary(buildReport(makeRun(exampleRun())));

test('a summary begins with what was measured and the sentences of what was found, each with its n', () => {
  expect(summary).toMatch(/^Findings\n {2}musl .*: times and memory\. /);
  const findings = summary
    .slice(0, summary.indexOf('Medians over'))
    .split(/\n\d\. /)
    .slice(1);
  expect(findings.length).toBeGreaterThan(1);
  for (const finding of findings) expect(finding).toMatch(/n=\d/);
});

test('the control is no target of a summary', () => {
  const [inShort = ''] = summary.split('C1 calibration');
  expect(inShort).not.toContain('A/A');
});

test('a summary names every failed trial and every check that did not pass', () => {
  const report = buildReport(makeRun(exampleRun()));
  for (const { reason } of report.failed) expect(summary).toContain(`${reason}:`);
  for (const { id, verdict } of report.validity.filter((fact) => fact.verdict !== 'pass'))
    expect(summary).toMatch(new RegExp(`${verdict} +${id} \\(`));
  expect(report.failed.length).toBeGreaterThan(0);
});

test('a summary shows what the control came to although nothing judges it', () => {
  const { validity } = buildReport(makeRun(exampleRun()));
  const controls = validity.filter((fact) => fact.id === 'control-arm');
  expect(controls.length).toBeGreaterThan(0);
  const flat = summary.replaceAll(/\s+/g, ' ');
  for (const { seen } of controls) expect(flat).toContain(seen);
});

test('a summary of a run in which everything failed has no numbers and no empty tables', () => {
  const files = exampleRun();
  const trials = files.trials.map((trial) => ({
    schema: trial.schema,
    trial: trial.trial,
    block: trial.block,
    arm: trial.arm,
    seed: trial.seed,
    machine: trial.machine,
    state: 'failed' as const,
    reason: 'timeout' as const,
    detail: 'not done after 60 s',
    stderrTail: '',
  }));
  const text = renderSummary(buildReport(makeRun({ ...files, trials })));
  expect(text).toContain('Nothing was found: no trial gave a number that may be believed.');
  expect(text).not.toMatch(/^1\. /m);
  expect(text).toContain('NOT RUN');
  expect(text).toContain('timeout: not done after 60 s');
});

test('every line of a summary is at most 72 columns of printable ASCII', () => {
  for (const line of summary.split('\n')) expect(line).toMatch(/^[ -~]{0,72}$/);
});
