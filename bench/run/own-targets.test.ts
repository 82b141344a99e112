import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listFiles } from '../../analysis/archive/list-files.ts';
import { readOwnTargets, removeOwnTargets, writeOwnTargets } from './own-targets.ts';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'numa-lab-own-'));
});
afterEach(() => rm(directory, { recursive: true }));

const own = { muslSrc: ['/home/ada/musl:mine'], allocatorLib: [] };
const none = { muslSrc: [], allocatorLib: [] };

test('whole paths are kept for the user alone, where no sum, bundle or viewer finds them, until the run has ended', async () => {
  await writeOwnTargets(directory, own);
  expect(await readOwnTargets(directory)).toEqual(own);
  expect(await listFiles(directory)).toEqual([]);
  const [name = ''] = await readdir(directory);
  expect((await stat(join(directory, name))).mode & 0o077).toBe(0);
  await removeOwnTargets(directory);
  expect(await readOwnTargets(directory)).toEqual(none);
});

test('a run without targets of the user leaves no file, and a damaged one holds none', async () => {
  await writeOwnTargets(directory, none);
  expect(await readdir(directory)).toEqual([]);
  await writeOwnTargets(directory, own);
  const [name = ''] = await readdir(directory);
  await writeFile(join(directory, name), '{"muslSrc":');
  expect(await readOwnTargets(directory)).toEqual(none);
});
