import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TrialRecord } from '../../results/schema/trial.ts';
import { canGiveUpRoot, withoutRoot } from '../../test/fixtures/without-root.ts';
import { UserError } from '../user-error.ts';
import { openJournal } from './journal.ts';
import { checkResultsDirectory, makeRunDirectory, writeRunFile } from './run-directory.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'numa-lab-test-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('a run directory is named by time, machine and an id, and sorts by time', async () => {
  const results = join(folder, 'made', 'on', 'demand');
  const directory = await makeRunDirectory(results, 'virtual', new Date('2026-02-03T04:05:06.789Z'));
  expect(basename(directory)).toMatch(/^20260203T040506Z-virtual-[0-9a-f]{6}$/);
  expect(await readdir(results)).toEqual([basename(directory)]);
});

test('runs that start in the same second get directories of their own', async () => {
  const now = new Date('2026-02-03T04:05:06Z');
  const made = await Promise.all(Array.from({ length: 20 }, () => makeRunDirectory(folder, 'host', now)));
  expect(new Set(made).size).toBe(20);
});

test('a results folder that is a file is refused by name', async () => {
  const file = join(folder, 'file');
  await writeFile(file, '');
  await expect(checkResultsDirectory(file)).rejects.toThrow(UserError);
  await expect(checkResultsDirectory(join(file, 'below'))).rejects.toThrow(`'${join(file, 'below')}'`);
});

test.skipIf(!canGiveUpRoot)('a results folder that is not writable is refused', async () => {
  await chmod(folder, 0o555);
  await withoutRoot(async () => {
    await expect(makeRunDirectory(folder, 'host')).rejects.toThrow('it is not writable');
    await expect(checkResultsDirectory(join(folder, 'new'))).rejects.toThrow(UserError);
  });
});

test('a results folder on a file system that cannot be written is refused', async () => {
  await expect(checkResultsDirectory('/proc/numa-lab-results')).rejects.toThrow(UserError);
});

test('files of a run appear whole', async () => {
  await writeRunFile(folder, 'plan.json', '{}\n');
  expect(await readdir(folder)).toEqual(['plan.json']);
  expect(await readFile(join(folder, 'plan.json'), 'utf8')).toBe('{}\n');
});

test('a record is in the journal as one line as soon as it was appended', async () => {
  const path = join(folder, 'trials.ndjson');
  const journal = await openJournal(path);
  const record: TrialRecord = {
    schema: 1,
    trial: 0,
    block: 0,
    arm: 'h000',
    seed: '1',
    machine: 'host',
    state: 'skipped',
    reason: 'two\nlines',
  };
  await journal.append(record);
  expect(await readFile(path, 'utf8')).toBe(`${JSON.stringify(record)}\n`);
  await journal.append({ ...record, trial: 1 });
  await journal.close();
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { trial: number }).trial)).toEqual([0, 1]);
});

test('a journal that exists is never overwritten', async () => {
  const path = join(folder, 'trials.ndjson');
  await writeFile(path, 'kept\n');
  await expect(openJournal(path)).rejects.toThrow('EEXIST');
  expect(await readFile(path, 'utf8')).toBe('kept\n');
});
