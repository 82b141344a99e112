import { appendFile, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findLabRoot } from '../../lab-root.ts';
import { ensureDebianSource, findDebianSource } from './debian-source.ts';
import type { BuildContext } from './ensure-build.ts';

const source = { package: 'tiny', release: 'trixie' };
let folder = '';
let context: BuildContext;

/** Stands for the script that asks apt: same arguments, same results. */
const script = `
echo fetched >>"$0.log"
mkdir -p "$3/tree"
echo text >"$3/tree/file.c"
echo 1.0-1 >"$3/version"
`;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'numa-lab-source-'));
  context = { cacheDirectory: join(folder, 'cache'), labRoot: folder, onProgress: () => undefined };
  await mkdir(join(folder, 'scripts'));
  await writeFile(join(folder, 'scripts', 'fetch-source.sh'), script);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

const fetches = async () => (await readdir(join(folder, 'scripts'))).length;

test('a source is fetched once, and found by what it is', async () => {
  expect(await findDebianSource(source, context)).toBeUndefined();
  const first = await ensureDebianSource(source, context);
  expect(first).toMatchObject({ version: '1.0-1' });
  await writeFile(join(folder, 'scripts', 'fetch-source.sh'), 'echo "not again" >&2; exit 1');
  expect(await ensureDebianSource(source, context)).toMatchObject({ sha256: first.sha256 });
  expect(await fetches()).toBe(2);
});

test('a tree that was changed in the cache is fetched again', async () => {
  const first = await ensureDebianSource(source, context);
  await appendFile(join(first.root, 'file.c'), 'changed');
  expect((await ensureDebianSource(source, context)).sha256).toBe(first.sha256);
  expect((await findDebianSource(source, context))?.sha256).toBe(first.sha256);
});

test('a source that is not available is reported with the script’s last line, and leaves nothing', async () => {
  await writeFile(
    join(folder, 'scripts', 'fetch-source.sh'),
    'mkdir "$3/tree"; echo "no network" >&2; exit 1',
  );
  await expect(ensureDebianSource(source, context)).rejects.toMatchObject({
    name: 'UserError',
    message: 'the source package tiny is not available: no network',
  });
  expect(await readdir(join(context.cacheDirectory, 'sources'))).toEqual([]);
});

test('a machine without apt is told so by the real script', async () => {
  const programs = join(folder, 'programs');
  await mkdir(programs);
  await symlink('/bin/bash', join(programs, 'bash'));
  vi.stubEnv('PATH', programs);
  await expect(ensureDebianSource(source, { ...context, labRoot: findLabRoot() })).rejects.toThrow(
    'the source package tiny is not available: apt-get is missing',
  );
});
