import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { hashCode } from './hash-code.ts';

async function makeTree(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'numa-lab-code-'));
  onTestFinished(() => rm(root, { recursive: true }));
  for (const folder of ['analysis', 'bench', 'results/schema', 'results/text'])
    await mkdir(join(root, folder), { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(root, name), text);
  return root;
}

const tree = { 'bench/a.js': '1', 'analysis/b.js': '2' };
const hashOf = async (files: Readonly<Record<string, string>>) => hashCode(await makeTree(files));

test('the same code has the same hash wherever it lies, whatever lies beside it', async () => {
  const hash = await hashOf(tree);
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(await hashOf(tree)).toBe(hash);
  expect(await hashOf({ ...tree, 'bench/a.js.map': 'x', 'bench/a.test.js': 'x' })).toBe(hash);
});

test.each([
  ['another byte', { ...tree, 'bench/a.js': '3' }],
  ['another name', { 'bench/c.js': '1', 'analysis/b.js': '2' }],
  ['a file more', { ...tree, 'results/schema/c.js': '' }],
])('%s is other code', async (_, other) => {
  expect(await hashOf(other)).not.toBe(await hashOf(tree));
});
