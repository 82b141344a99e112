import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TargetRecipe } from '../../targets/recipe.ts';
import { glibc } from '../../targets/recipes/glibc.ts';
import { musl, muslDynamic } from '../../targets/recipes/musl.ts';
import { targetTable } from '../../targets/targets.ts';
import { makeTinyLibrary } from '../../targets/testing/tiny-library.ts';
import { readTargetTable, targetsImplied } from './target-flags.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'numa-lab-flags-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const named = (base: TargetRecipe, name: string): TargetRecipe => ({ ...base, name });
const ofTree = (base: TargetRecipe, name: string): TargetRecipe => ({
  ...base,
  name,
  musl: { source: { type: 'folder', path: '/tree' }, toolchain: { name: 'mine', configure: [] } },
});

test('without flags the table is the lab’s own, and nothing is implied', async () => {
  expect(await readTargetTable({})).toEqual(targetTable);
  expect(targetsImplied(targetTable)).toBeUndefined();
});

test('targets of the user come last', async () => {
  const path = await makeTinyLibrary(folder, 'libown.so');
  const table = await readTargetTable({ allocatorLib: [path, `${path}:two`] });
  expect(table.slice(targetTable.length).map(({ name }) => name)).toEqual(['glibc+own', 'glibc+two']);
});

test.each<[string, readonly TargetRecipe[], readonly string[]]>([
  ['a tree', [ofTree(musl, 'mine'), ofTree(muslDynamic, 'mine-dynamic')], ['musl', 'mine']],
  ['two trees', [ofTree(musl, 'a'), ofTree(musl, 'b')], ['musl', 'a', 'b']],
  ['a library for glibc', [named(glibc, 'glibc+own')], ['glibc', 'glibc+own']],
  ['an archive for musl', [named(musl, 'musl+own')], ['musl', 'musl+own']],
  [
    'a shared library for musl, whatever its name ends in',
    [named(muslDynamic, 'musl+my-dynamic')],
    ['musl-dynamic', 'musl+my-dynamic'],
  ],
])('%s is compared with what it differs from in one thing', (_, own, implied) => {
  expect(targetsImplied([...targetTable, ...own])).toEqual(implied);
});
