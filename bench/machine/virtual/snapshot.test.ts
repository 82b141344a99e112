import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSnapshot } from './snapshot.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'numa-lab-snapshot-'));
  await writeFile(join(folder, 'state'), 'state');
  await writeFile(join(folder, 'guest.json'), '{"kernel":"6.1.0","stateBytes":5}');
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('a saved guest is found', async () => {
  expect(await readSnapshot(folder)).toEqual({ folder, stateFile: join(folder, 'state'), kernel: '6.1.0' });
});

test.each([
  ['state', 'stat'],
  ['state', ''],
  ['guest.json', '{"kernel":"6.1.0"}'],
  ['guest.json', '{garb'],
])('one whose %s is now "%s" is booted anew', async (name, content) => {
  await writeFile(join(folder, name), content);
  expect(await readSnapshot(folder)).toBeUndefined();
});
