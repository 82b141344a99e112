import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UserError } from '../../user-error.ts';
import { readMuslTree } from './musl-tree.ts';

const run = promisify(execFile);
let root = '';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'numa-lab-tree-'));
  for (const folder of ['src/internal', 'src/malloc', 'tools']) {
    await mkdir(join(root, folder), { recursive: true });
  }
  await writeFile(join(root, 'VERSION'), '1.2.5\n');
  for (const path of [
    'configure',
    'src/internal/version.c',
    'tools/musl-gcc.specs.sh',
    'src/malloc/free.c',
  ]) {
    await writeFile(join(root, path), `${path}\n`);
  }
  await writeFile(join(root, '.gitignore'), '*.o\n/obj/\n');
});
afterEach(() => rm(root, { recursive: true, force: true }));

const git = (...words: string[]) => {
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test', '-c', 'commit.gpgsign=false'];
  return run('git', ['-C', root, ...identity, ...words]);
};

async function commitAll(): Promise<string> {
  await git('init', '-q');
  await git('add', '-A');
  await git('commit', '-q', '-m', 'all');
  return (await git('rev-parse', '--short=12', 'HEAD')).stdout.trim();
}

const write = (path: string, text: string) => writeFile(join(root, path), text);

test('a clean clone is its commit, a changed one says so with a hash of its own, undoing finds the old one', async () => {
  const commit = await commitAll();
  const clean = await readMuslTree(root);
  expect(clean.version).toBe(`1.2.5-${commit}`);
  await write('src/malloc/free.c', 'one\n');
  const one = await readMuslTree(root);
  await write('src/malloc/free.c', 'two\n');
  const two = await readMuslTree(root);
  expect(one.version).toBe(`1.2.5-${commit}+${one.sha256.slice(0, 12)}`);
  expect(new Set([clean.version, one.version, two.version]).size).toBe(3);
  await write('src/malloc/free.c', 'src/malloc/free.c\n');
  expect(await readMuslTree(root)).toMatchObject({ version: clean.version, sha256: clean.sha256 });
});

test('a new file that git does not know is part of the tree, a product of a build is not', async () => {
  const commit = await commitAll();
  await mkdir(join(root, 'obj'));
  await write('obj/a.c', '');
  await write('src/malloc/free.o', '');
  expect((await readMuslTree(root)).version).toBe(`1.2.5-${commit}`);
  await git('config', 'status.showUntrackedFiles', 'no');
  await write('src/malloc/new.c', '');
  const changed = await readMuslTree(root);
  expect(changed.version).toContain('+');
  expect(await changed.listPaths()).toContain('src/malloc/new.c');
  expect(await changed.listPaths()).not.toContain('obj/a.c');
});

test.each(['--skip-worktree', '--assume-unchanged'])(
  'a change that git was told to overlook with %s is no clean clone',
  async (flag) => {
    await commitAll();
    await git('update-index', flag, 'src/malloc/free.c');
    await write('src/malloc/free.c', 'changed\n');
    expect((await readMuslTree(root)).version).toContain('+');
  },
);

test('a file that was removed is a change, and not looked for', async () => {
  await commitAll();
  await rm(join(root, 'src/malloc/free.c'));
  const tree = await readMuslTree(root);
  expect(tree.version).toContain('+');
  expect(await tree.listPaths()).not.toContain('src/malloc/free.c');
});

test('a clone inside the clone is read file by file', async () => {
  await commitAll();
  const inner = join(root, 'src/malloc/mine');
  await mkdir(inner);
  await run('git', ['-C', inner, 'init', '-q']);
  await write('src/malloc/mine/malloc.c', 'one\n');
  const one = await readMuslTree(root);
  expect(await one.listPaths()).toContain('src/malloc/mine/malloc.c');
  expect((await one.listPaths()).some((path) => path.includes('.git/'))).toBe(false);
  await write('src/malloc/mine/malloc.c', 'two\n');
  expect((await readMuslTree(root)).version).not.toBe(one.version);
});

test('the same files without git, as of git archive, have the same hash and no commit', async () => {
  await commitAll();
  const clone = await readMuslTree(root);
  await rm(join(root, '.git'), { recursive: true });
  const archived = await readMuslTree(root);
  expect(archived.sha256).toBe(clone.sha256);
  expect(archived.version).toBe(`1.2.5+${clone.sha256.slice(0, 12)}`);
});

test('a tree inside a clone of something else does not take that one’s commit', async () => {
  await commitAll();
  const inner = join(root, 'inner');
  await mkdir(inner);
  for (const path of ['VERSION', 'configure', 'src', 'tools']) {
    await cp(join(root, path), join(inner, path), { recursive: true });
  }
  expect((await readMuslTree(inner)).version).toMatch(/^1\.2\.5\+[0-9a-f]{12}$/);
});

test('a clone without a commit is known by its files', async () => {
  await git('init', '-q');
  expect((await readMuslTree(root)).version).toMatch(/^1\.2\.5\+[0-9a-f]{12}$/);
});

test('permission to run and the target of a link count', async () => {
  const first = await readMuslTree(root);
  await chmod(join(root, 'configure'), 0o755);
  const second = await readMuslTree(root);
  await symlink('free.c', join(root, 'src/malloc/link.c'));
  expect(new Set([first.sha256, second.sha256, (await readMuslTree(root)).sha256]).size).toBe(3);
});

test('a link that leads out of the tree is refused, since a change behind it would go unseen', async () => {
  await symlink('/etc', join(root, 'src/malloc/mine'));
  await expect(readMuslTree(root)).rejects.toThrow(
    "--musl-src has a link that leads out of the tree: 'src/malloc/mine'",
  );
});

test.each(['', 'two words', '1.2.5"; evil', 'a\nb'])('VERSION %j is refused', async (text) => {
  await write('VERSION', text);
  await expect(readMuslTree(root)).rejects.toThrow('--musl-src has a VERSION that is none');
});

test('what is no tree is refused by what it lacks', async () => {
  await rm(join(root, 'tools/musl-gcc.specs.sh'));
  for (const path of [root, join(root, 'VERSION'), '/no/such/folder']) {
    await expect(readMuslTree(path)).rejects.toThrow(UserError);
    await expect(readMuslTree(path)).rejects.toThrow(`'${path}' has no `);
  }
});

test('a clone that git cannot read is taken as a folder of files', async () => {
  await commitAll();
  await write('.git/index', 'damaged');
  const tree = await readMuslTree(root);
  expect(await tree.listPaths()).toContain('src/malloc/free.c');
  expect(tree.version).toContain('+');
});

test('a file that cannot be read is a message, not a crash', async () => {
  await rm(join(root, 'VERSION'));
  await mkdir(join(root, 'VERSION'));
  await expect(readMuslTree(root)).rejects.toThrow(UserError);
});
