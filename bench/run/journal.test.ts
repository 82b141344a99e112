import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TrialRecord } from '../../results/schema/trial.ts';
import { openJournal, reopenJournal } from './journal.ts';

let folder = '';
let path = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'numa-lab-journal-'));
  path = join(folder, 'trials.ndjson');
});
afterEach(() => rm(folder, { recursive: true }));

const record = (trial: number): TrialRecord => ({
  ...{ schema: 1, trial, block: 0, arm: 'a', seed: '1' },
  ...{ machine: 'host', state: 'skipped', reason: 'a test' },
});
const line = (trial: number) => `${JSON.stringify(record(trial))}\n`;

test('a journal that is there is not opened as a new one', async () => {
  await (await openJournal(path)).close();
  await expect(openJournal(path)).rejects.toThrow('EEXIST');
});

test('one that goes on keeps its whole lines, and loses what follows them', async () => {
  await appendFile(path, `${line(0)}${line(1).slice(0, -9)}`);
  const journal = await reopenJournal(path, line(0).length);
  await journal.append(record(1));
  await journal.close();
  expect(await readFile(path, 'utf8')).toBe(line(0) + line(1));
});

test('one of a run that was killed before its first record is made', async () => {
  const journal = await reopenJournal(path, 0);
  await journal.append(record(0));
  await journal.close();
  expect(await readFile(path, 'utf8')).toBe(line(0));
});
