import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Report } from '../../results/schema/report.ts';
import { lockIsDear, mostlyRemote } from '../../test/fixtures/hypotheses.ts';
import { exampleRun } from '../../test/fixtures/runs/example-run.ts';
import { hypothesesRun } from '../../test/fixtures/runs/hypotheses-run.ts';
import { makeRun, type RunFiles } from '../../test/fixtures/runs/make-run.ts';
import { oddNames, renamed } from '../../test/fixtures/runs/renamed-run.ts';
import { timedRun } from '../../test/fixtures/runs/timed-run.ts';
import { buildReport } from '../report/build-report.ts';
import { mostPostLines, renderPost } from './post.ts';

const golden = fileURLToPath(new URL('../../results/golden/example-post.txt', import.meta.url));
const sums = [
  { name: 'trials.ndjson', sha256: '1'.repeat(64) },
  { name: 'plan.json', sha256: '2'.repeat(64) },
];
const postOf = (report: Report) => renderPost(report, sums);
const reportOf = (files: RunFiles) => buildReport(makeRun(files), [mostlyRemote, lockIsDear]);
const changed = (report: Report, run: Partial<Report['run']>): Report => ({
  ...report,
  run: { ...report.run, ...run },
});

function expectPost(text: string): void {
  const lines = text.split('\n');
  expect(lines.at(-1)).toBe('');
  expect(lines.length - 1).toBeLessThanOrEqual(mostPostLines);
  for (const line of lines) expect(line).toMatch(/^([\x20-\x7e]{0,71}[\x21-\x7e])?$/);
}

test('the example run reads as the golden post', async () => {
  const flags = ['--nodes 0,1', '--quick', '--set churn.sizes=fixed:64,fixed:8000', '--seed 7'];
  const text = postOf(changed(buildReport(makeRun(exampleRun())), { flags }));
  expectPost(text);
  await expect(text).toMatchFileSnapshot(golden);
});

test('the first line is the question, whatever came out', () => {
  for (const files of [exampleRun(), hypothesesRun(), timedRun()])
    expect(postOf(reportOf(files))).toMatch(/^Question: /);
});

test('a run in a guest alone says that counts are exact and that there are no times', () => {
  const text = postOf(reportOf(hypothesesRun()));
  expect(text).toContain('counts are exact; no times are reported');
  expect(text).toContain('any time, speed or cost');
  // T2 is about 50 ns; that is the question, and no number of the run.
  expect(text.replace('50 ns', '')).not.toMatch(/\d (ns|us|ms)\b/);
});

test('every line is at most 72 columns of printable ASCII and there are at most 120, whatever names the files hold', () => {
  const files = exampleRun();
  const short = { ...files, trials: files.trials.filter((trial) => trial.block < 2) };
  fc.assert(
    fc.property(oddNames, (name) => {
      const report = buildReport(makeRun(renamed(short, name), name));
      const commit = { value: name };
      const lab = { ...report.environment.lab, commit, dirty: true };
      const environment = { ...report.environment, lab };
      const flags = [`--targets ${name}`, '--seed 7'];
      expectPost(
        renderPost(changed({ ...report, environment }, { flags, seed: name }), [
          { name, sha256: '1'.repeat(64) },
        ]),
      );
    }),
    { numRuns: 40 },
  );
}, 60_000);

test('failures alone, one block and one target still make a post', () => {
  const example = exampleRun();
  const failed: RunFiles = {
    ...example,
    trials: example.trials.map(({ schema, trial, block, arm, seed, machine }) => ({
      ...{ schema, trial, block, arm, seed, machine },
      ...{ state: 'failed', reason: 'timeout', detail: 'took longer than 60 s', stderrTail: '' },
    })),
  };
  const text = postOf(buildReport(makeRun(failed)));
  expectPost(text);
  expect(text).toContain('What speaks against it');
  expect(text).toMatch(/150 trials failed; the first, calibrate musl: timeout, took\s+longer/);
  expectPost(postOf(reportOf(timedRun({ blocks: 1, targets: ['musl'] }))));
});

test('with many targets and questions it stays within 120 lines and counts what it left out', () => {
  const targets = ['musl', ...Array.from({ length: 12 }, (_, i) => `target-${i}`)];
  const sizes = Array.from({ length: 12 }, (_, i) => `fixed:${i + 1}`);
  const text = postOf(reportOf(timedRun({ targets, sizes, blocks: 3 })));
  expectPost(text);
  expect(text).toMatch(/Left out for length: \d+ tables/);
});

test('many findings are all named before one of them has a table', () => {
  const report = reportOf(hypothesesRun());
  const [finding] = report.findings.filter(({ id }) => id === 'T1');
  if (finding === undefined) throw new Error('no finding');
  const ids = Array.from({ length: 25 }, (_, i) => `X${i}`);
  const text = postOf({ ...report, findings: ids.map((id) => ({ ...finding, id })) });
  expectPost(text);
  for (const id of ids) expect(text).toContain(`  ${id} supported (virtual machine): `);
  expect(text).toMatch(/Left out for length: \d+ tables of findings/);
});

test('a dirty tree, an unknown commit and unrecorded flags are said', () => {
  const report = reportOf(hypothesesRun());
  const labOf = (lab: Partial<Report['environment']['lab']>): Report => ({
    ...report,
    environment: { ...report.environment, lab: { ...report.environment.lab, ...lab } },
  });
  expect(postOf(labOf({ dirty: true }))).toContain('uncommitted changes (dirty)');
  expect(postOf(labOf({ dirty: false }))).not.toContain('dirty');
  expect(postOf(labOf({ commit: { unavailable: 'no git' } }))).toContain('the commit is not known');
  expect(postOf(report)).toContain('the flags of the run were not recorded');
  expect(postOf(changed(report, { flags: ['--hypotheses T1', '--seed 7'] }))).toContain(
    'npx numa-lab run --hypotheses T1 --seed 7\n',
  );
});

test('a command of several lines continues with backslashes and cuts no word', () => {
  const flags = Array.from({ length: 6 }, (_, i) => `--set churn.sizes=fixed:${i}000,fixed:${i}001`);
  const text = postOf(changed(reportOf(hypothesesRun()), { flags }));
  const command = text.slice(text.indexOf('npx numa-lab run'), text.indexOf('Data  '));
  expect(command.replaceAll(/ \\\n +/g, ' ').trim()).toBe(`npx numa-lab run ${flags.join(' ')}`);
});

test('identical data give an identical post', () => {
  expect(postOf(buildReport(makeRun(exampleRun())))).toBe(postOf(buildReport(makeRun(exampleRun()))));
});
