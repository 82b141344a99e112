import { access, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UserError } from '../../user-error.ts';
import { runProgram } from '../run-program.ts';
import { hashTree, listTree } from './hash-tree.ts';
import type { SourceTree } from './source-tree.ts';

const signsOfMusl = ['configure', 'VERSION', 'src/internal/version.c', 'tools/musl-gcc.specs.sh'];

/**
 * A musl source tree of the user's, a git clone or not. Its version is what VERSION says, with the commit, and with a hash of all
 * files when they are not exactly the commit's. Throws UserError when the folder holds no musl.
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
  const paths = (await listGitFiles(root)) ?? (await listTree(root));
  const sha256 = await hashTree(root, paths);
  const upstream = (await readFile(join(root, 'VERSION'), 'utf8')).trim();
  const version = `${upstream}${await describeCommit(root, sha256)}`;
  return { root, listPaths: async () => paths, version, sha256 };
}

/** `-<commit>` for a clean clone, `-<commit>+<hash>` for a changed one, `+<hash>` without git. */
async function describeCommit(root: string, sha256: string): Promise<string> {
  const local = `+${sha256.slice(0, 12)}`;
  if ((await git(root, 'rev-parse', '--show-prefix')) !== '') return local;
  const commit = await git(root, 'rev-parse', '--short=12', 'HEAD');
  if (commit === undefined) return local;
  const changes = await git(root, 'status', '--porcelain');
  return changes === '' ? `-${commit}` : `-${commit}${local}`;
}

/** Tracked files and new ones that git does not ignore; undefined outside a clone of its own. */
async function listGitFiles(root: string): Promise<readonly string[] | undefined> {
  if ((await git(root, 'rev-parse', '--show-prefix')) !== '') return undefined;
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
  return listed
    ?.split('\0')
    .filter((path) => path !== '' && !removed.has(path))
    .sort();
}

async function git(root: string, ...arguments_: readonly string[]): Promise<string | undefined> {
  const result = await runProgram('git', ['-C', root, ...arguments_]);
  return result.state === 'exited' && result.code === 0 ? result.stdout.replace(/\n$/, '') : undefined;
}
