import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { resumes } from '../../../results/schema/resumes.ts';
import { unfinishedRun, writeUnfinished } from '../../../test/fixtures/runs/unfinished-run.ts';
import { about } from '../../host/doctor/check.ts';
import { readUnfinished, type UnfinishedRun } from './read-unfinished.ts';
import { makeResume, recordResume } from './record-resume.ts';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'numa-lab-record-'));
});
afterEach(() => rm(directory, { recursive: true }));

const files = unfinishedRun();
const begunMs = Date.parse(files.environment.createdUtc);
const second = 1000;
const quiet = { doctor: [], identity: { homeDirectory: '/home/ada', names: ['ada'] }, uptimeSeconds: 3600 };

async function readRun(own: Partial<UnfinishedRun> = {}, writtenMs: number | null = begunMs + 60 * second) {
  await writeUnfinished(directory, files, { done: 4, tail: 'half' });
  const run = await readUnfinished(directory);
  return { ...run, ...own, journal: { ...run.journal, writtenMs } };
}

test('a resume tells its first trial, the time before it, the pause and what was cut off', async () => {
  const found = about('pass', 'quiet').warn('/home/ada is busy', 'ask ada', ['rm -r /']);
  const resume = makeResume(await readRun(), { ...quiet, doctor: [found], nowMs: begunMs + 100 * second });
  expect(resume).toMatchObject({
    trial: 4,
    earlierSeconds: 60,
    pauseSeconds: 40,
    cutBytes: 4,
    rebooted: false,
  });
  expect(resume.doctor).toEqual([
    { id: 'pass', verdict: 'warn', seen: '~ is busy', threshold: 'quiet', remedy: 'ask <removed>' },
  ]);
});

test('of a run that was resumed before, pauses do not count', async () => {
  const first = makeResume(await readRun(), { ...quiet, nowMs: begunMs + 100 * second });
  const run = await readRun({ resumes: [first] }, begunMs + 130 * second);
  expect(makeResume(run, { ...quiet, nowMs: begunMs + 500 * second })).toMatchObject({
    earlierSeconds: 60 + 30,
    pauseSeconds: 370,
  });
});

test.each([
  ['a journal of before its run, as of a clock set back', begunMs - 5 * second, 0, 100],
  ['a journal of the future', begunMs + 900 * second, 100, 0],
  ['no journal', null, 0, 100],
])('%s gives no negative time', async (_, writtenMs, earlierSeconds, pauseSeconds) => {
  const resume = makeResume(await readRun({}, writtenMs), { ...quiet, nowMs: begunMs + 100 * second });
  expect(resume).toMatchObject({ earlierSeconds, pauseSeconds });
});

test('a host that was started since the last record is reported', async () => {
  const run = await readRun();
  const restarted = makeResume(run, { ...quiet, nowMs: begunMs + 100 * second, uptimeSeconds: 30 });
  expect(restarted.rebooted).toBe(true);
});

test('what was made of the records is removed, and the resume is added to those before', async () => {
  const run = await readRun();
  for (const name of ['SHA256SUMS', 'report.txt', 'report.json', 'report.html', 'guest-console.log'])
    await writeFile(join(directory, name), 'x');
  await mkdir(join(directory, 'charts'));
  const first = await recordResume(run, []);
  await recordResume({ ...run, resumes: [first] }, []);
  expect((await readdir(directory)).sort()).toEqual([
    'environment.json',
    'guest-console.log',
    'plan.json',
    'resumes.json',
    'trials.ndjson',
  ]);
  const kept = resumes.parse(JSON.parse(await readFile(join(directory, 'resumes.json'), 'utf8')));
  expect(kept.resumes.map(({ trial }) => trial)).toEqual([4, 4]);
});
