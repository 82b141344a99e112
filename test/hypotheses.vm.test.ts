import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hypothesisTable } from '../analysis/judge/hypotheses/table.ts';
import { isDecidedByTimes } from '../results/schema/experiment.ts';
import { plan as planSchema } from '../results/schema/plan.ts';
import type { Report } from '../results/schema/report.ts';
import { runLab } from './run-lab.ts';

let results: string;
beforeAll(async () => {
  results = await mkdtemp(join(tmpdir(), 'numa-lab-hypotheses-'));
});
afterAll(() => rm(results, { recursive: true, force: true }));

const virtual = ['--machine', 'virtual', '--seed', '5'];

test('the programs take every experiment of the table, and those that a guest decides have arms', async () => {
  const { code, stdout, stderr } = await runLab(['plan', '--hypotheses', 'all', ...virtual, '--json']);
  expect([code, stderr]).toEqual([0, '']);
  const plan = planSchema.parse(JSON.parse(stdout));
  expect(plan.hypotheses?.map(({ id }) => id)).toEqual(hypothesisTable.map(({ id }) => id));
  const decided = hypothesisTable.filter(
    ({ decidedOn, experiment }) => !isDecidedByTimes(decidedOn) && experiment.length > 0,
  );
  for (const { id } of decided) {
    expect(plan.hypotheses?.find((one) => one.id === id)?.arms, id).not.toEqual([]);
  }
});

test('the calibration can be asked for alone', async () => {
  const args = ['run', '--hypotheses', 'C1', ...virtual, '--json', '--results', results];
  const { code, stdout } = await runLab(args);
  expect(code).toBe(0);
  const report = JSON.parse(stdout) as Report;
  expect(report.run).toMatchObject({ preset: 'hypotheses', hypotheses: ['C1'] });
  expect(report.findings).toMatchObject([{ id: 'C1', verdict: 'supported' }]);
  expect(report.sections).toMatchObject([{ planned: 1, completed: 1 }]);
  const [run = ''] = await readdir(results);
  const text = await readFile(join(results, run, 'report.txt'), 'utf8');
  expect(text).toContain('C1 calibration: does first touch decide where a page lies?');
});

test('a malloc and a pthreads hypothesis are decided on two nodes', { timeout: 300_000 }, async () => {
  const args = ['run', '--hypotheses', 'M2,P1', '--nodes', '0,1', ...virtual, '--json', '--results', results];
  const { code, stdout } = await runLab(args);
  expect(code).toBe(0);
  const { findings, failed, requirements } = JSON.parse(stdout) as Report;
  expect(failed).toEqual([]);
  expect(findings.map(({ id, verdict }) => [id, verdict])).toEqual([
    ['C1', 'supported'],
    ['M2', 'supported'],
    ['P1', 'supported'],
  ]);
  const evidence = findings.filter(({ id }) => id !== 'C1').flatMap((finding) => finding.evidence);
  expect(evidence.filter(({ measured }) => measured.n < 5)).toEqual([]);
  // A guest alone never asks for anything: what it costs is open.
  expect(requirements.some(({ verdict }) => verdict === 'required')).toBe(false);
});

test('a contradiction is one line', async () => {
  const { code, stderr } = await runLab(['run', '--hypotheses', 'all', '--workloads', 'churn']);
  expect(code).toBe(2);
  expect(stderr.trimEnd().split('\n')).toEqual([
    "numa-lab: option '--workloads <list>' cannot be used with option '--hypotheses <list>'; see numa-lab --help",
  ]);
});
