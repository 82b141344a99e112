import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildInitramfs } from './initramfs.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'numa-lab-initramfs-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('an archive that was damaged in the cache is written anew', async () => {
  const agent = join(folder, 'agent');
  await writeFile(agent, 'agent');
  const parts = { agent, numactl: { path: agent, libraries: [] }, targets: [] };
  const { path } = await buildInitramfs(folder, parts);
  const whole = await readFile(path);
  await writeFile(path, Buffer.alloc((await stat(path)).size));
  expect((await buildInitramfs(folder, parts)).path).toBe(path);
  expect((await readFile(path)).equals(whole)).toBe(true);
});
