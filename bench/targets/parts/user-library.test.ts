import { copyFile, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UserError } from '../../user-error.ts';
import { makeTinyLibrary } from '../testing/tiny-library.ts';
import type { BuildContext } from './ensure-build.ts';
import { readUserLibrary, type UserLibrary } from './read-user-library.ts';
import { ensureUserLibrary } from './user-library.ts';

let folder = '';
let context: BuildContext;
let library: UserLibrary;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'numa-lab-copy-'));
  context = { cacheDirectory: join(folder, 'cache'), labRoot: '/', onProgress: () => undefined };
  library = await readUserLibrary(await makeTinyLibrary(folder, 'libmine.so'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('the copy is the file as it was, also when that has changed since', async () => {
  const content = await readFile(library.path);
  const copy = await ensureUserLibrary(library, context);
  await writeFile(library.path, 'another');
  expect(await ensureUserLibrary(library, context)).toEqual(copy);
  expect(await readFile(copy.path)).toEqual(content);
  expect(copy).toMatchObject({ kind: 'shared', sourceSha256: library.sha256 });
});

test('a copy that was damaged is made again', async () => {
  const { path } = await ensureUserLibrary(library, context);
  await writeFile(path, 'damaged');
  await ensureUserLibrary(library, context);
  expect(await readFile(path)).toEqual(await readFile(library.path));
});

test('one content under two names has two places, and neither takes the other’s', async () => {
  const first = await ensureUserLibrary(library, context);
  const twin = join(folder, 'libtwin.so');
  await copyFile(library.path, twin);
  const second = await ensureUserLibrary(await readUserLibrary(twin), context);
  expect(second.path).not.toBe(first.path);
  expect(await readFile(first.path)).toEqual(await readFile(second.path));
});

test.each([
  ['changed', () => writeFile(library.path, 'another')],
  ['removed', () => rename(library.path, `${library.path}.old`)],
])('a library that was %s before it was copied is a message, and leaves nothing', async (_, spoil) => {
  await spoil();
  await expect(ensureUserLibrary(library, context)).rejects.toThrow(UserError);
  expect(await readdir(join(context.cacheDirectory, 'libraries'))).toEqual([]);
});
