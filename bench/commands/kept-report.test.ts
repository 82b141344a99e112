import { appendFile, cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { buildReport } from '../../analysis/build-report.ts';
import { hypothesisTable } from '../../analysis/hypotheses/table.ts';
import { loadRun } from '../../analysis/load-run.ts';
import type { Report } from '../../analysis/report.ts';
import { exampleRun } from '../../test/fixtures/runs/example-run.ts';
import { writeRun } from '../../test/fixtures/runs/make-run.ts';
import { findLabRoot } from '../lab-root.ts';
import { keptReport } from './kept-report.ts';

let folder = '';
let run = '';
let cache = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'numa-lab-kept-'));
  run = join(folder, '20250101T000000Z-host-aaaaaa');
  cache = join(folder, 'cache');
  vi.stubEnv('NUMA_LAB_CACHE', cache);
  await writeRun(run, exampleRun());
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

async function readReport(directory: string): Promise<Report> {
  const loaded = await loadRun(directory);
  if (loaded.state === 'problem') throw new Error(loaded.message);
  return buildReport(loaded.run, hypothesisTable);
}

/** Asks for the report of `directory` and says whether it had to be made. */
async function ask(directory = run): Promise<{ readonly made: boolean; readonly report: Report }> {
  const make = vi.fn(() => readReport(directory));
  const report = await keptReport(directory, make, 0);
  return { made: make.mock.calls.length > 0, report };
}

const kept = () => readdir(join(cache, 'reports'));

test('a report is made once for the same files, and is the same when it comes from the cache', async () => {
  const first = await ask();
  const second = await ask();
  expect([first.made, second.made]).toEqual([true, false]);
  expect(second.report).toStrictEqual(first.report);
});

test.each(['hypotheses-1', 'tour-guest'])(
  'nothing of the report of %s is lost in the cache',
  async (name) => {
    const published = join(findLabRoot(), 'results', 'published', name);
    const first = await ask(published);
    const second = await ask(published);
    expect(second.made).toBe(false);
    // To the last undefined: a renderer may ask whether a field is there.
    expect(second.report).toStrictEqual(first.report);
  },
  60_000,
);

test.each(['trials.ndjson', 'plan.json', 'environment.json', 'stops.json', 'resumes.json'])(
  'a byte more in %s is another report',
  async (name) => {
    await ask();
    await appendFile(join(run, name), '\n');
    // An empty last line is no record; what matters is that the cache is not asked.
    const make = vi.fn(() => Promise.resolve({} as Report));
    expect(await keptReport(run, make, 0)).toEqual({});
    expect(make).toHaveBeenCalledOnce();
  },
);

test('a run under another name is another report', async () => {
  await ask();
  await cp(run, join(folder, 'renamed'), { recursive: true });
  expect((await ask(join(folder, 'renamed'))).report.run.id).toBe('renamed');
});

test('what was kept and cut short is made anew', async () => {
  await ask();
  for (const name of await kept()) await writeFile(join(cache, 'reports', name), 'x');
  expect((await ask()).made).toBe(true);
  expect((await ask()).made).toBe(false);
});

test('the report of a run that grows meanwhile is not kept', async () => {
  const grow = async () => {
    const report = await readReport(run);
    await appendFile(join(run, 'trials.ndjson'), '\n');
    return report;
  };
  await keptReport(run, grow, 0);
  await expect(kept()).rejects.toThrow('ENOENT');
});

test('no place to keep it, and a small journal, cost nothing', async () => {
  await writeFile(cache, 'a file');
  expect((await ask()).made).toBe(true);
  vi.stubEnv('NUMA_LAB_CACHE', 'relative');
  expect((await ask()).made).toBe(true);
  vi.stubEnv('NUMA_LAB_CACHE', join(folder, 'other'));
  await keptReport(run, () => readReport(run));
  await expect(readdir(join(folder, 'other'))).rejects.toThrow('ENOENT');
});

test('a run that cannot be read is told of by whoever loads it', async () => {
  await expect(ask(join(folder, 'nowhere'))).rejects.toThrow('not a run directory');
});
