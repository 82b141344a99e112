import { access, lstat, readFile, readlink } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { UserError } from '../../user-error.ts';
import { runProgram } from '../run-program.ts';
import { hashTree, listTree } from './hash-tree.ts';
import type { SourceTree } from './source-tree.ts';

const signsOfMusl = ['configure', 'VERSION', 'src/internal/version.c', 'tools/musl-gcc.specs.sh'];

/** It is compiled into the libc as a C string, and stands in tables. */
const versionForm = /^[0-9A-Za-z][0-9A-Za-z.~+_-]{0,63}$/;

/**
 * A musl source tree of the user's, a git clone or not. Its version is what VERSION says, with the commit, and with a hash of all
 * files when they are not exactly the commit's. Throws UserError when the folder holds no musl, or cannot be read as it stands.
 */
export async function readMuslTree(path: string): Promise<SourceTree> {
  const root = resolve(path);
  for (const sign of signsOfMusl) {
    await access(join(root, sign)).catch((cause) => {
      throw new UserError(`--musl-src is no musl source tree: '${path}' has no ${sign}`, {
        hint: 'name the folder that holds musl’s configure script',
        cause,
      });
    });
  }
  try {
    return await identifyTree(root);
  } catch (cause) {
    if (!(cause instanceof Error && 'syscall' in cause)) throw cause;
    throw new UserError(`--musl-src cannot be read: ${cause.message}`, {
      hint: 'make its files readable, and let nothing change them meanwhile',
      cause,
    });
  }
}

async function identifyTree(root: string): Promise<SourceTree> {
  const upstream = (await readFile(join(root, 'VERSION'), 'utf8')).trim();
  if (!versionForm.test(upstream)) {
    throw new UserError(`--musl-src has a VERSION that is none: '${upstream.slice(0, 80)}'`, {
      hint: `write one word into ${join(root, 'VERSION')}, for example 1.2.5`,
    });
  }
  const isClone = (await git(root, 'rev-parse', '--show-prefix')) === '';
  const paths = (isClone ? await listGitFiles(root) : undefined) ?? (await listTree(root));
  await refuseLinksOut(root, paths);
  const sha256 = await hashTree(root, paths);
  const local = `+${sha256.slice(0, 12)}`;
  const version = `${upstream}${isClone ? await describeCommit(root, local) : local}`;
  return { root, listPaths: async () => paths, version, sha256 };
}

/** `-<commit>` for a clean clone, `-<commit><local>` for a changed one, `<local>` where nothing was ever committed. */
async function describeCommit(root: string, local: string): Promise<string> {
  const commit = await git(root, 'rev-parse', '--short=12', 'HEAD');
  if (commit === undefined) return local;
  const changes = await git(
    root,
    'status',
    '--porcelain',
    '--untracked-files=all',
    '--ignore-submodules=none',
  );
  // Files that git was told to take for unchanged: skip-worktree (S) and assume-unchanged (small letters).
  const hidden = /^[a-zS] /m.test((await git(root, 'ls-files', '-v')) ?? '');
  return changes === '' && !hidden ? `-${commit}` : `-${commit}${local}`;
}

/**
 * Tracked files and new ones that git does not ignore, and all files of clones inside the clone, which git names as one.
 * Undefined when git cannot tell.
 */
async function listGitFiles(root: string): Promise<readonly string[] | undefined> {
  const listed = await git(
    root,
    'ls-files',
    '-z',
    '--cached',
    '--others',
    '--exclude-standard',
    '--deduplicate',
  );
  const removed = new Set((await git(root, 'ls-files', '-z', '--deleted'))?.split('\0'));
  const names = listed?.split('\0').filter((path) => path !== '' && !removed.has(path));
  if (names === undefined) return undefined;
  const files = await Promise.all(
    names.map(async (path) => {
      if (!(await lstat(join(root, path))).isDirectory()) return [path];
      return (await listTree(join(root, path))).map((inner) => join(path, inner));
    }),
  );
  return files.flat().sort();
}

/** What such a link leads to would be compiled without being part of the tree's hash: a change there would go unseen. */
async function refuseLinksOut(root: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const file = join(root, path);
    if (!(await lstat(file)).isSymbolicLink()) continue;
    const target = relative(root, resolve(dirname(file), await readlink(file)));
    if (target !== '..' && !target.startsWith('../')) continue;
    throw new UserError(`--musl-src has a link that leads out of the tree: '${path}'`, {
      hint: 'put a copy in its place',
    });
  }
}

async function git(root: string, ...arguments_: readonly string[]): Promise<string | undefined> {
  const result = await runProgram('git', ['-C', root, ...arguments_]);
  return result.state === 'exited' && result.code === 0 ? result.stdout.replace(/\n$/, '') : undefined;
}
