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
import { renderSummary, renderText } from './text.ts';

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

test('the first line is what was measured, and a question to the list stands before the tables', () => {
  for (const files of [exampleRun(), hypothesesRun(), timedRun()]) {
    const text = postOf(reportOf(files));
    expect(text).toMatch(/^musl \S+.*: (placement and memory, no times|times)/);
    const places = ['\n1. ', 'No claim is made', '\nQuestion: ', '\nReproduce '].map((part) =>
      text.indexOf(part),
    );
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  }
});

test('a run in a guest alone says that there are no times', () => {
  const text = postOf(reportOf(hypothesesRun()));
  expect(text).toContain('placement and memory, no times');
  expect(text).toContain('No claim is made that any of this costs time');
  expect(text).not.toMatch(/\d (ns|us|ms)\b/);
});

test('every line is at most 72 columns of printable ASCII and there are at most 80, whatever names the files hold', () => {
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
  expect(text).toContain('150 trials failed and are missing from the numbers.');
  expect(text).not.toContain('took longer');
  expectPost(postOf(reportOf(timedRun({ blocks: 1, targets: ['musl'] }))));
});

test('with many targets and questions it stays within 80 lines and counts what it left out', () => {
  const targets = ['musl', ...Array.from({ length: 12 }, (_, i) => `target-${i}`)];
  const sizes = Array.from({ length: 12 }, (_, i) => `fixed:${i + 1}`);
  const text = postOf(reportOf(timedRun({ targets, sizes, blocks: 3 })));
  expectPost(text);
  expect(text).toMatch(/Not shown: [^.]*tables of/);
});

test('verdicts of hypotheses are counted in words, and their ids stand behind the reproduction', () => {
  const report = reportOf(hypothesesRun());
  const text = postOf(report);
  expectPost(text);
  expect(text.replaceAll(/\s+/g, ' ')).toContain(
    'Of 2 hypotheses, judged by rules that were fixed before the run: 1 supported, 1 needs hardware.',
  );
  const [before = '', after = ''] = text.split('\nReproduce ');
  expect(before).not.toMatch(/\b(T1|T2)\b/);
  expect(after).toContain('supported: T1');
});

test('a run that is not valid for timing has ratios and no verdict in any output', () => {
  const report = reportOf(
    timedRun({
      targets: ['musl', 'glibc'],
      blocks: 10,
      factorOf: ({ target, control }) => (control ? 1.4 : target === 'glibc' ? 0.5 : 1),
    }),
  );
  expect(report.run.timing.verdict).toBe('not valid for timing');
  for (const text of [postOf(report), renderText(report), renderSummary(report)]) {
    expect(text).not.toMatch(/\bfaster\b(?! or slower)/);
    expect(text.replaceAll(/\s+/g, ' ')).toContain('without verdicts since the run is not valid for timing');
  }
});

test('a trial that failed puts its n in its own cell alone, and no log into the post', () => {
  const log = Array.from({ length: 30 }, (_, line) => `kernel line ${line}`).join('\n');
  const example = exampleRun();
  const failing = example.trials.findIndex(
    ({ state, machine, block }) => state === 'completed' && machine === 'virtual' && block === 1,
  );
  const trials = example.trials.map((trial, index) => {
    if (index !== failing) return trial;
    const { schema, trial: number, block, arm, seed, machine } = trial;
    return {
      ...{ schema, trial: number, block, arm, seed, machine },
      ...{ state: 'failed' as const, reason: 'timeout' as const, detail: log, stderrTail: log },
    };
  });
  const report = reportOf({ ...example, trials });
  const before = reportOf(example);
  expect(report.failed).toHaveLength(before.failed.length + 1);
  expect(postOf(report)).not.toContain('kernel line');
  const cells = (one: Report) => [...renderText(one).matchAll(/^ +n=\d+/gm)].length;
  expect(cells(report) - cells(before)).toBeLessThan(20);
});

test('a run of one workload alone has a finding of it, and what has no room is named', () => {
  const report = reportOf(exampleRun());
  for (const workload of new Set(report.estimates.map((row) => row.workload))) {
    if (workload === 'calibrate') continue;
    const estimates = report.estimates.filter((row) => row.workload === workload);
    const only = { ...report, estimates, threadMaps: [], comparisons: [] };
    expect(postOf(only), workload).toContain('\n1. ');
  }
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
