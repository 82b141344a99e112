import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findLabRoot } from '../bench/lab-root.ts';

const root = findLabRoot();

/** Files of the sources, each from the root; a document may name one by the last part of its path. */
async function listFiles(): Promise<readonly string[]> {
  const folders = ['analysis', 'bench', 'docs', 'native', 'results', 'scripts', 'test'];
  const lists = folders.map(async (folder) => {
    const names = await readdir(join(root, folder), { recursive: true });
    return names.map((name) => `/${folder}/${name}`);
  });
  return (await Promise.all(lists)).flat();
}

test('every file that CONTRIBUTING.md names is there', async () => {
  const text = await readFile(join(root, 'CONTRIBUTING.md'), 'utf8');
  const named = [...text.matchAll(/`([\w./-]+\.(?:ts|c|h|sh|md|json))/g)].map(([, path = '']) => path);
  expect(named.length).toBeGreaterThan(10);
  const files = await listFiles();
  expect(named.filter((path) => !files.some((file) => file.endsWith(`/${path}`)))).toEqual([]);
});
