import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeProof } from '../../test/fixtures/program-output.ts';
import { makeBlindLabel } from '../plan/arms/blind-label.ts';
import type { BuiltTarget } from '../targets/built-target.ts';
import { makeBlindCopy } from './blind-copy.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'numa-lab-test-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function makeTarget(): Promise<BuiltTarget> {
  const path = join(folder, 'numa-bench-musl');
  await writeFile(path, '#!/bin/true\n', { mode: 0o755 });
  const binarySha256 = createHash('sha256').update('#!/bin/true\n').digest('hex');
  const environment = { MALLOC_CONF: 'narenas:1' };
  const proof = makeProof('musl');
  return {
    name: 'musl',
    path,
    binarySha256,
    libraries: [],
    modules: [],
    environment,
    parts: [],
    proof,
    proofSha256: 'x',
  };
}

test('the control is another file with the same content, mode and length of path', async () => {
  const target = await makeTarget();
  const copy = await makeBlindCopy(target, 'lsum');
  expect(copy).toEqual({ ...target, name: 'lsum', path: join(folder, 'numa-bench-lsum') });
  expect(copy.path).toHaveLength(target.path.length);
  expect(await readFile(copy.path, 'utf8')).toBe('#!/bin/true\n');
  const [a, b] = [await stat(target.path), await stat(copy.path)];
  expect(b.mode).toBe(a.mode);
  expect(b.ino).not.toBe(a.ino);
});

test('a copy that is there is used again, one of another build is replaced', async () => {
  const target = await makeTarget();
  const first = await stat((await makeBlindCopy(target, 'lsum')).path);
  expect((await stat((await makeBlindCopy(target, 'lsum')).path)).ino).toBe(first.ino);
  await writeFile(join(folder, 'numa-bench-lsum'), 'of another build');
  await makeBlindCopy(target, 'lsum');
  expect(await readFile(join(folder, 'numa-bench-lsum'), 'utf8')).toBe('#!/bin/true\n');
  expect((await readdir(folder)).sort()).toEqual(['numa-bench-lsum', 'numa-bench-musl']);
});

test('a label of another length is refused', async () => {
  await expect(makeBlindCopy(await makeTarget(), 'control')).rejects.toThrow('no blind copy');
});

test.each([
  ['musl', ['musl', 'glibc'], 'lsum'],
  ['glibc+jemalloc', [], 'collamej+cbilg'],
  ['abba', ['abba', 'abbb'], 'abbc'],
])('the blind label of %s is new and as long', (baseline, taken, label) => {
  expect(makeBlindLabel(baseline, taken)).toBe(label);
});
