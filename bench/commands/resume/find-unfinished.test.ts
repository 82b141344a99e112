import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unfinishedRun, writeUnfinished } from '../../../test/fixtures/runs/unfinished-run.ts';
import { findUnfinished } from './find-unfinished.ts';

const files = unfinishedRun();
const all = files.records.length;

let results = '';
beforeEach(async () => {
  results = await mkdtemp(join(tmpdir(), 'numa-lab-find-'));
});
afterEach(() => rm(results, { recursive: true }));

const write = (name: string, done: number) => writeUnfinished(join(results, name), files, { done });
const sum = (name: string) => writeFile(join(results, name, 'SHA256SUMS'), '');
const found = () => findUnfinished({ results });

test('without a name it is the newest with some of its records', async () => {
  await write('2025-a', 2);
  await write('2025-b', 3);
  await write('2025-c', all);
  await sum('2025-c');
  await write('2025-d', 0);
  expect(await found()).toBe(join(results, '2025-b'));
});

test('a run that was stopped in order counts, and one that lacks its sums', async () => {
  await write('2025-a', 2);
  await sum('2025-a');
  expect(await found()).toBe(join(results, '2025-a'));
  await write('2025-b', all);
  expect(await found()).toBe(join(results, '2025-b'));
});

test('where every run is finished, or nothing was measured, there is none', async () => {
  await expect(found()).rejects.toThrow(`no unfinished run in ${results}`);
  await write('2025-a', all);
  await sum('2025-a');
  await write('2025-b', 0);
  await expect(found()).rejects.toThrow(`no unfinished run in ${results}`);
  await expect(findUnfinished({ results: join(results, 'nowhere') })).rejects.toThrow('no unfinished run');
});

test('a name decides, whatever state that run is in', async () => {
  await write('2025-a', all);
  await write('2025-b', 1);
  expect(await findUnfinished({ results, run: 'a' })).toBe(join(results, '2025-a'));
  await expect(findUnfinished({ results, run: 'c' })).rejects.toThrow("no run called 'c'");
});
