import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeProof } from '../../../../test/fixtures/program-output.ts';
import type { BuiltTarget } from '../../../targets/built-target.ts';
import { buildInitramfs, guestProgramPath } from './initramfs.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'numa-lab-initramfs-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('an archive that was damaged in the cache is written again', async () => {
  const agent = join(folder, 'agent');
  await writeFile(agent, 'agent');
  const parts = { agent, numactl: { path: agent, libraries: [] }, targets: [] };
  const { path } = await buildInitramfs(folder, parts);
  const whole = await readFile(path);
  await writeFile(path, Buffer.alloc((await stat(path)).size));
  expect((await buildInitramfs(folder, parts)).path).toBe(path);
  expect((await readFile(path)).equals(whole)).toBe(true);
});

test('a module lies beside its program, where the program looks for it', async () => {
  const program = join(folder, 'numa-bench-x');
  const module = join(folder, 'numa-bench-tls.so');
  await writeFile(program, 'the program');
  await writeFile(module, 'the module');
  const target = {
    name: 'x',
    path: program,
    binarySha256: 'ab'.repeat(32),
    libraries: [],
    modules: [{ name: 'numa-bench-tls.so', path: module, sha256: 'cd'.repeat(32) }],
    environment: {},
    parts: [],
    proof: makeProof('x'),
    proofSha256: '0'.repeat(64),
  } satisfies BuiltTarget;
  const parts = { agent: program, numactl: { path: program, libraries: [] }, targets: [target] };
  const text = await readFile((await buildInitramfs(folder, parts)).path, 'latin1');
  const beside = join(dirname(guestProgramPath(target)).slice(1), 'numa-bench-tls.so');
  expect(text).toMatch(new RegExp(`${beside}\0+the module`));
});
