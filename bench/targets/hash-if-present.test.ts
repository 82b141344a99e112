import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { UserError } from '../user-error.ts';
import { hashIfPresent } from './hash-if-present.ts';

test('a file that is not there has no hash, and one that cannot be read is an error, not a changed file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'numa-lab-hash-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'file'), 'abc');
  const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  expect(await hashIfPresent(join(folder, 'file'))).toBe(abc);
  expect(await hashIfPresent(join(folder, 'none'))).toBeUndefined();
  await expect(hashIfPresent(folder)).rejects.toThrow(UserError);
});
