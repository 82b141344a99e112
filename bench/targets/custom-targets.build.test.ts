import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contrastOf } from '../../analysis/compare/contrast.ts';
import { cacheDirectory } from '../cache-directory.ts';
import { findLabRoot } from '../lab-root.ts';
import type { BuiltTarget } from './built-target.ts';
import { readCustomTargets } from './custom-targets.ts';
import { ensureDebianSource } from './parts/debian-source.ts';
import { glibcStatic } from './recipes/glibc.ts';
import { musl, muslDynamic } from './recipes/musl.ts';
import { findTarget, targetTable } from './targets.ts';
import { buildHere } from './testing/build-here.ts';

const run = promisify(execFile);
const native = join(findLabRoot(), 'native');

/** The user's cache, for its sources and for a musl that was built from the same tree before. */
const shared = cacheDirectory();
let folder = '';
/** Empty, and its path is longer than the other one's. */
let fresh = '';
let mine = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'numa-lab-real-'));
  fresh = join(folder, 'a-cache-folder-in-a-place-whose-path-is-longer-than-that-of-most-others');
  mine = join(folder, 'mine');
  const context = { cacheDirectory: shared, labRoot: findLabRoot(), onProgress: () => undefined };
  const source = await ensureDebianSource({ package: 'musl', release: 'trixie' }, context);
  await cp(source.root, mine, { recursive: true, verbatimSymlinks: true });
  const path = join(mine, 'src/malloc/mallocng/malloc.c');
  const text = await readFile(path, 'utf8');
  const patched = text.replace('{ 28, 24, 20, 32 }', '{ 28, 24, 20, 16 }');
  expect(patched).not.toBe(text);
  await writeFile(path, patched);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const custom = (given: { readonly muslSources?: string[]; readonly libraries?: string[] }) =>
  readCustomTargets({ muslSources: [], libraries: [], ...given }, targetTable);

/** A path: what begins with a slash or a tilde behind the start, a space, a comma or an equals sign. */
const anyPath = /(?:^|[\s=,:])[/~][^\s]/;

test('a patched musl differs from its original in the version alone, and its binaries hold nothing of where they were built', async () => {
  const trees = await custom({ muslSources: [`${mine}:mine`] });
  const table = [...targetTable, ...trees];
  const recipes = [
    ...trees,
    findTarget('mine@relink=1', table),
    glibcStatic,
    findTarget('glibc-static@relink=1'),
  ];
  const [first, dynamic, relinked, ofGlibc, ofGlibcRelinked] = await buildHere(shared, recipes);
  const [original, originalDynamic] = await buildHere(shared, [musl, muslDynamic]);
  expectContrast(original, first, 'version');
  expectContrast(originalDynamic, dynamic, 'version');
  expectContrast(first, relinked, 'relink');
  expect(first?.parts[0]?.version).toMatch(/^1\.2\.\d+\+[0-9a-f]{12}$/);

  const again = await buildHere(fresh, recipes);
  const static_ = (targets: readonly (BuiltTarget | undefined)[]) =>
    targets.filter((target) => target?.proof.libc.link === 'static').map((target) => target?.binarySha256);
  const hashes = static_([first, relinked, ofGlibc, ofGlibcRelinked]);
  expect(static_(again)).toEqual(hashes);
  expect(new Set(hashes).size).toBe(4);
  // A dynamic musl program asks for its loader by that one's path in the cache: another binary, and the same proof.
  expect(again[1]?.binarySha256).not.toBe(dynamic?.binarySha256);
  expect(again[1]?.proofSha256).toBe(dynamic?.proofSha256);
  for (const { proof, parts } of again) {
    expect(proof.build.flags).not.toMatch(anyPath);
    for (const { flags } of parts) expect(flags).not.toMatch(anyPath);
  }
});

function expectContrast(a: BuiltTarget | undefined, b: BuiltTarget | undefined, contrast: string): void {
  if (a === undefined || b === undefined) throw new Error('a target is missing');
  expect(contrastOf(a.proof, b.proof)).toEqual({ contrast, confounded: null });
}

/** The allocator that the conformance suite is tested with, compiled for musl. */
async function makeMuslLibraries(compiler: string): Promise<{ archive: string; library: string }> {
  const flags = ['-std=c11', '-D_GNU_SOURCE', '-O2', '-fno-builtin', '-fPIC', '-DFAULT=NONE'];
  const objects: string[] = [];
  for (const name of ['allocator', 'blocks']) {
    const object = join(folder, `${name}.o`);
    await run(compiler, [...flags, '-c', join(native, 'test', 'broken', `${name}.c`), '-o', object]);
    objects.push(object);
  }
  const archive = join(folder, 'libown.a');
  const library = join(folder, 'libown.so');
  await run('ar', ['rcs', archive, ...objects]);
  await run(compiler, ['-shared', '-o', library, ...objects]);
  return { archive, library };
}

test('an allocator of the user’s is linked into musl, statically and dynamically', async () => {
  const [dynamic] = await buildHere(shared, [muslDynamic]);
  const loader = dynamic?.libraries[0]?.path ?? '';
  const { archive, library } = await makeMuslLibraries(join(loader, '..', '..', 'bin', 'musl-gcc'));
  const recipes = await custom({ libraries: [`${archive}:musl+own`, `${library}:so`] });
  const [asArchive, asLibrary] = await buildHere(shared, recipes);
  expect(asArchive?.proof).toMatchObject({
    libc: { name: 'musl', link: 'static' },
    allocator: { name: 'unknown', object: 'program' },
  });
  expect(asLibrary?.proof).toMatchObject({
    libc: { name: 'musl', link: 'dynamic' },
    allocator: { name: 'unknown', object: 'libown.so' },
  });
  expect(asLibrary?.libraries.map(({ path }) => path)).toContainEqual(
    expect.stringMatching(/libraries\/.*libown\.so$/),
  );
  for (const target of [asArchive, asLibrary]) expect(target?.proof.build.flags).not.toMatch(anyPath);
});

test('a library that only passes calls on to the libc is refused by the proof', async () => {
  const path = join(folder, 'libforward.so');
  await run('gcc', [
    '-O2',
    '-fPIC',
    '-shared',
    '-o',
    path,
    join(native, 'test', 'preload', 'forward-malloc.c'),
  ]);
  const recipes = await custom({ libraries: [path] });
  await expect(buildHere(fresh, recipes)).rejects.toThrow(
    /target 'glibc\+forward' is refused: its blocks come from glibc's own malloc .*only passes calls on/,
  );
});

test('a tree that does not configure or compile is reported with its line and its log', async () => {
  const configure = join(mine, 'configure');
  const script = await readFile(configure, 'utf8');
  await writeFile(configure, '#!/bin/sh\necho "configure: error: not today"\nexit 1\n');
  await expect(buildHere(fresh, (await custom({ muslSources: [mine] })).slice(0, 1))).rejects.toMatchObject({
    message: expect.stringMatching(/^musl 'mine' 1\.2\.\S+ does not build: configure: error: not today$/),
    hint: expect.stringMatching(/^the whole log is .*toolchains\/[0-9a-f]+\.log$/),
  });
  await writeFile(configure, script);
  // Every file includes it: the first compiler fails.
  await writeFile(join(mine, 'src', 'include', 'features.h'), '#error not today\n');
  await expect(buildHere(fresh, (await custom({ muslSources: [mine] })).slice(0, 1))).rejects.toThrow(
    /does not build: .*src\/include\/features\.h:1:2: error: #error not today/,
  );
});
