import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Build, type BuildFolders, ensureBuild } from './ensure-build.ts';

let cache = '';
const children: ChildProcess[] = [];

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'numa-lab-ensure-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(cache, { recursive: true, force: true, maxRetries: 5 });
});

const folder = () => join(cache, 'part');

function makePart(make: (folders: BuildFolders) => Promise<void>): Build<string> {
  return {
    what: 'part',
    verb: 'building',
    folder: folder(),
    read: () => readFile(join(folder(), 'file'), 'utf8').catch(() => undefined),
    make,
  };
}

function ensure(make: (folders: BuildFolders) => Promise<void>): Promise<string> {
  return ensureBuild(makePart(make), { cacheDirectory: cache, labRoot: '/', onProgress: () => undefined });
}

const writePart = ({ done }: BuildFolders) => writeFile(join(done, 'file'), 'whole');

test('a build that fails leaves nothing but its log, and the next one succeeds', async () => {
  const failing = ensure(async ({ work, logPath }) => {
    await writeFile(join(work, 'half'), '');
    await writeFile(logPath, 'what the tools said');
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await readdir(cache)).toEqual(['part.log']);
  expect(await ensure(writePart)).toBe('whole');
  expect(await readdir(cache)).toEqual(['part']);
});

test('a compiler that outlived its killed build does not write into the next one', async () => {
  const orphans = join(cache, 'part.unfinished-Abc123', 'work');
  await mkdir(orphans, { recursive: true });
  const orphan = spawn('sh', [
    '-c',
    'while :; do mkdir -p "$0"; echo x >"$0/orphan" 2>/dev/null; done',
    orphans,
  ]);
  children.push(orphan);
  while (!existsSync(join(orphans, 'orphan'))) await new Promise((resolve) => setImmediate(resolve));
  let seen: readonly string[] = [];
  const made = await ensure(async (folders) => {
    await writePart(folders);
    seen = [...(await readdir(folders.work)), ...(await readdir(folders.done))];
  });
  expect(made).toBe('whole');
  expect(seen).toEqual(['file']);
  orphan.kill('SIGKILL');
  await new Promise((resolve) => orphan.once('close', resolve));
  await rm(folder(), { recursive: true });
  await ensure(writePart);
  expect(await readdir(cache)).toEqual(['part']);
});

test('leftovers of another part are not touched: it may be under way', async () => {
  await mkdir(join(cache, 'part-two.unfinished-Abc123'));
  await ensure(writePart);
  expect((await readdir(cache)).sort()).toEqual(['part', 'part-two.unfinished-Abc123']);
});

test('what was damaged in its place is made again', async () => {
  await ensure(writePart);
  await rm(join(folder(), 'file'));
  await writeFile(join(folder(), 'rubbish'), '');
  expect(await ensure(writePart)).toBe('whole');
  expect(await readdir(folder())).toEqual(['file']);
});
