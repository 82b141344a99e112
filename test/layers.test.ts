import { readdir, readFile } from 'node:fs/promises';
import { join, normalize, relative } from 'node:path';
import { expect, test } from 'vitest';
import { groupBy } from '../analysis/load/group-by.ts';
import { findLabRoot } from '../bench/lab-root.ts';

/** Which folders the sources of a folder may import from; tests may import more. */
const allowed = {
  results: ['results'],
  analysis: ['analysis', 'results/schema', 'results/text', 'results/files'],
  'analysis/stats': ['analysis/stats'],
  bench: ['bench', 'results/schema', 'results/text', 'results/files'],
  'bench/commands': ['bench', 'analysis', 'results/schema', 'results/text', 'results/files'],
} as const;

/** The stages from the files of a run to what people read, in their order: none imports from one after it. */
const stages = [
  'analysis/stats',
  'analysis/load',
  'analysis/metrics',
  'analysis/estimate',
  'analysis/compare',
  'analysis/judge',
  'analysis/report',
  'analysis/compare-runs',
  'analysis/format',
  'analysis/charts',
  'analysis/document',
  'analysis/render',
  'analysis/archive',
] as const;

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

test.each(stages)('%s imports from no later stage', async (stage) => {
  const later = stages.slice(stages.indexOf(stage) + 1);
  const imports = await listImports(stage);
  const upward = imports.filter(([, to]) => later.some((one) => to.startsWith(`${one}/`)));
  expect(upward).toEqual([]);
});

test.each(['analysis', 'results', 'bench'])(
  'no file of %s imports itself by way of others',
  async (folder) => {
    const imports = groupBy(await listImports(folder), ([from]) => from);
    // What has no import left to follow is in no circle; what remains in the end is, or leads into one.
    for (let size = -1; size !== imports.size; ) {
      size = imports.size;
      for (const [from, own] of imports) if (!own.some(([, to]) => imports.has(to))) imports.delete(from);
    }
    expect([...imports.keys()]).toEqual([]);
  },
);
