import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { parseNamedPath } from './custom-name.ts';
import { readCustomTargets } from './custom-targets.ts';
import { glibcMimalloc } from './recipes/glibc.ts';
import { targetTable } from './targets.ts';
import { makeTinyLibrary } from './testing/tiny-library.ts';

let folder = '';
let tree = '';
let shared = '';
let archive = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'numa-lab-custom-'));
  tree = join(folder, 'tree');
  for (const path of ['src/internal', 'tools']) await mkdir(join(tree, path), { recursive: true });
  for (const path of ['configure', 'VERSION', 'src/internal/version.c', 'tools/musl-gcc.specs.sh']) {
    await writeFile(join(tree, path), '1.2.5\n');
  }
  shared = await makeTinyLibrary(folder, 'libown.so');
  archive = await makeTinyLibrary(folder, 'libown.a');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const read = (given: { readonly muslSources?: string[]; readonly libraries?: string[] }) =>
  readCustomTargets({ muslSources: [], libraries: [], ...given }, targetTable);
const namesOf = async (...given: Parameters<typeof read>) => (await read(...given)).map(({ name }) => name);

test('a tree gives a static and a dynamic target under its name, which needs no package of sources', async () => {
  const [first, second] = await read({ muslSources: [`${tree}:patched`] });
  expect([first?.name, second?.name]).toEqual(['patched', 'patched-dynamic']);
  expect([first?.link, second?.link]).toEqual(['static', 'dynamic']);
  expect(first?.musl?.source).toEqual({ type: 'folder', path: tree });
  expect(JSON.stringify(first?.needs)).not.toContain('dpkg');
  expect(await namesOf({ muslSources: [tree] })).toEqual(['mine', 'mine-dynamic']);
});

test('a library is named by its file, by the user, or by both with the libc', async () => {
  expect(await namesOf({ libraries: [shared] })).toEqual(['glibc+own']);
  expect(await namesOf({ libraries: [`${shared}:other`] })).toEqual(['glibc+other']);
  expect(await namesOf({ libraries: [`${shared}:glibc+other`] })).toEqual(['glibc+other']);
  expect(await read({ libraries: [`${archive}:musl+own`] })).toMatchObject([
    { name: 'musl+own', libc: 'musl', link: 'static' },
  ]);
  expect(await read({ libraries: [`${archive}:glibc+own`] })).toMatchObject([
    { name: 'glibc+own', libc: 'glibc', link: 'dynamic' },
  ]);
});

test('a library may prove to be any allocator that a target of the table links', async () => {
  const newer = { ...glibcMimalloc, name: 'glibc+newer', allocator: 'newer' };
  const given = { muslSources: [], libraries: [shared] };
  const [own] = await readCustomTargets(given, [...targetTable, newer]);
  expect(own?.otherAllocators?.toSorted()).toEqual(['jemalloc', 'mimalloc', 'newer', 'tcmalloc']);
});

test.each([
  ['a name of the table', () => ({ muslSources: [`${tree}:musl`] }), "there is a target 'musl' already"],
  ['the same name twice', () => ({ muslSources: [tree, tree] }), "there is a target 'mine' already"],
  [
    'the name of a built-in allocator',
    () => ({ libraries: [`${shared}:jemalloc`] }),
    "there is a target 'glibc+jemalloc' already",
  ],
  ['a name for several', () => ({ muslSources: [`${tree}:all`] }), 'stands for several targets'],
  ['a name with a space', () => ({ muslSources: [`${tree}:a b`] }), "cannot be used: 'a b'"],
  ['a name with an @', () => ({ muslSources: [`${tree}:a@relink=1`] }), 'cannot be used'],
  ['a name with a comma', () => ({ libraries: [`${shared}:a,b`] }), 'cannot be used'],
  ['a name like a flag', () => ({ libraries: [`${shared}:-x`] }), 'cannot be used'],
  ['an empty name', () => ({ muslSources: [`${tree}:`] }), "cannot be used: ''"],
  ['a long name', () => ({ muslSources: [`${tree}:${'x'.repeat(33)}`] }), 'cannot be used'],
  ['an empty path', () => ({ muslSources: [':mine'] }), "--musl-src is empty: ':mine'"],
  ['nothing', () => ({ libraries: [''] }), "--allocator-lib is empty: ''"],
  ['an archive that names no libc', () => ({ libraries: [archive] }), 'does not say for which libc'],
  [
    'a library for the other libc',
    () => ({ libraries: [`${shared}:musl+own`] }),
    '--allocator-lib is for glibc, not for musl',
  ],
])('%s is refused', async (_, given, message) => {
  await expect(read(given())).rejects.toMatchObject({
    name: 'UserError',
    message: expect.stringContaining(message),
    hint: expect.stringMatching(/./),
  });
});

test('a path may hold a colon, with a name behind it and without', async () => {
  const odd = join(folder, 'odd path:1.2');
  await cp(tree, odd, { recursive: true });
  expect(await namesOf({ muslSources: [odd] })).toEqual(['mine', 'mine-dynamic']);
  expect(await namesOf({ muslSources: [`${odd}:x`] })).toEqual(['x', 'x-dynamic']);
  expect(await parseNamedPath('--musl-src', '/a:b/c')).toEqual({ path: '/a:b/c', name: undefined });
});

test('a path may be relative, or begin with a tilde that no shell has expanded', async () => {
  expect(await namesOf({ muslSources: [`${relative(process.cwd(), tree)}:x`] })).toContain('x');
  vi.stubEnv('HOME', folder);
  try {
    expect(homedir()).toBe(folder);
    expect(await namesOf({ muslSources: ['~/tree:x'], libraries: ['~/libown.so'] })).toEqual([
      'x',
      'x-dynamic',
      'glibc+own',
    ]);
    expect(await parseNamedPath('--musl-src', '~:x')).toEqual({ path: folder, name: 'x' });
  } finally {
    vi.unstubAllEnvs();
  }
});
