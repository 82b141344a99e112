import { readdir, readFile } from 'node:fs/promises';
import { join, normalize, relative } from 'node:path';
import { expect, test } from 'vitest';
import { findLabRoot } from '../bench/lab-root.ts';

/** Which folders the sources of a folder may import from; tests may import more. */
const allowed = {
  results: ['results'],
  analysis: ['analysis', 'results/schema', 'results/text'],
  'analysis/stats': ['analysis/stats'],
  bench: ['bench', 'results/schema', 'results/text'],
  'bench/commands': ['bench', 'analysis', 'results/schema', 'results/text'],
} as const;

const root = findLabRoot();

async function listImports(folder: string): Promise<readonly (readonly [string, string])[]> {
  const names = await readdir(join(root, folder), { recursive: true });
  const sources = names.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  const imports = sources.map(async (name) => {
    const path = join(root, folder, name);
    const found = (await readFile(path, 'utf8')).matchAll(/(?:from|import)\(? ?'(\.[^']*)'/g);
    return [...found].map(([, to = '']) => {
      const from = relative(root, path);
      return [from, normalize(join(from, '..', to))] as const;
    });
  });
  return (await Promise.all(imports)).flat();
}

test.each(Object.entries(allowed))('%s imports from %j only', async (folder, targets) => {
  const imports = await listImports(folder);
  expect(imports.length).toBeGreaterThan(5);
  const strays = imports.filter(([from, to]) => {
    if (folder === 'bench' && from.startsWith(join('bench', 'commands'))) return false;
    return !targets.some((target) => to.startsWith(`${target}/`));
  });
  expect(strays).toEqual([]);
});
