import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findUndamaged, readSnapshot } from './snapshot.ts';

/** `state` by sha256sum. */
const stateSha256 = '4ba69735ca53765ed6a709edb56c6ea236b7193a3b29a6b390c346f0f4340e4e';
const saved = { kernel: '6.1.0', stateBytes: 5, stateSha256 };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'numa-lab-snapshot-'));
  await writeFile(join(folder, 'state'), 'state');
  await writeFile(join(folder, 'guest.json'), JSON.stringify(saved));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('a saved guest is found', async () => {
  expect(await readSnapshot(folder)).toEqual({
    folder,
    stateFile: join(folder, 'state'),
    kernel: '6.1.0',
    stateSha256,
  });
});

test.each([
  ['state', 'stat'],
  ['state', ''],
  ['guest.json', '{"kernel":"6.1.0"}'],
  ['guest.json', '{"kernel":"6.1.0","stateBytes":5}'],
  ['guest.json', '{garb'],
])('one whose %s is now "%s" is booted again', async (name, content) => {
  await writeFile(join(folder, name), content);
  expect(await readSnapshot(folder)).toBeUndefined();
});

test('one of the right size with another content is seen by its hash, and only by it', async () => {
  expect(await findUndamaged(folder, 'hash')).toMatchObject({ kernel: '6.1.0' });
  await writeFile(join(folder, 'state'), 'stale');
  expect(await findUndamaged(folder, 'size')).toMatchObject({ kernel: '6.1.0' });
  expect(await findUndamaged(folder, 'hash')).toBeUndefined();
});
