import { homedir } from 'node:os';
import { basename } from 'node:path';
import { UserError } from '../user-error.ts';
import { readMuslTree } from './parts/musl-tree.ts';
import { readUserLibrary } from './parts/user-library.ts';
import type { TargetRecipe } from './recipe.ts';
import { glibc } from './recipes/glibc.ts';
import { musl, muslDynamic } from './recipes/musl.ts';

/** A path of the user's and the name its targets get: `PATH` or `PATH:name`. */
interface NamedPath {
  readonly path: string;
  readonly name: string | undefined;
}

const nameForm = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/;

/**
 * Targets from the values of `--musl-src` and `--allocator-lib`. A musl tree gives `<name>` and `<name>-dynamic`, a library
 * `<libc>+<name>`. Throws UserError for a tree or library that is none, and for names that are taken.
 */
export async function readCustomTargets(
  {
    muslSources,
    libraries,
  }: { readonly muslSources: readonly string[]; readonly libraries: readonly string[] },
  table: readonly TargetRecipe[],
): Promise<readonly TargetRecipe[]> {
  const made: TargetRecipe[] = [];
  for (const text of muslSources) made.push(...(await makeTreeTargets(parseNamedPath('--musl-src', text))));
  for (const text of libraries) made.push(await makeLibraryTarget(parseNamedPath('--allocator-lib', text)));
  const names = [...table, ...made].map(({ name }) => name);
  const taken = made.find(({ name }) => names.indexOf(name) !== names.lastIndexOf(name));
  if (taken === undefined) return made;
  throw new UserError(`there are two targets named '${taken.name}'`, {
    hint: 'give yours another name, for example --musl-src DIR:mine',
  });
}

/** A path may hold a colon itself; what follows the last one is a name when it looks like one. */
function parseNamedPath(flag: string, text: string): NamedPath {
  const colon = text.lastIndexOf(':');
  const after = colon < 0 ? undefined : text.slice(colon + 1);
  const hasName = after !== undefined && !after.includes('/');
  const path = expandHome(hasName ? text.slice(0, colon) : text);
  if (path === '') throw new UserError(`${flag} is empty: '${text}'`, { hint: `write ${flag} PATH:name` });
  return { path, name: hasName ? after : undefined };
}

/** Shells expand `~` only at the start of a word, not behind `--musl-src=`. */
function expandHome(path: string): string {
  return path.startsWith('~/') ? `${homedir()}${path.slice(1)}` : path;
}

function checkName(flag: string, name: string): string {
  if (nameForm.test(name)) return name;
  throw new UserError(`${flag} has a name that cannot be used: '${name}'`, {
    hint: 'use letters, digits, dots, dashes; at most 32',
  });
}

async function makeTreeTargets({ path, name }: NamedPath): Promise<readonly TargetRecipe[]> {
  const label = checkName('--musl-src', name ?? 'mine');
  await readMuslTree(path);
  return [musl, muslDynamic].map((base) => ({
    ...base,
    name: base.name.replace(/^musl/, label),
    // A patch may well change what usable sizes tell mallocng by.
    otherAllocators: ['oldmalloc', 'unknown'],
    needs: base.needs.filter((need) => need.type === 'file' || need.program !== 'dpkg-source'),
    musl: { source: { type: 'folder', path }, toolchain: { name: `musl '${label}'`, configure: [] } },
  }));
}

async function makeLibraryTarget({ path, name }: NamedPath): Promise<TargetRecipe> {
  const library = await readUserLibrary(path);
  const [, said, plain] = /^(?:(musl|glibc)\+)?(.*)$/.exec(name ?? nameOfFile(path)) ?? [];
  const label = checkName('--allocator-lib', plain ?? '');
  const libc = said ?? library.libc;
  if (libc === undefined) {
    throw new UserError(`--allocator-lib does not tell for which libc it was compiled: '${path}'`, {
      hint: `say it: --allocator-lib ${path}:musl+${label} or ${path}:glibc+${label}`,
    });
  }
  if (library.libc !== undefined && library.libc !== libc) {
    throw new UserError(`--allocator-lib is for ${library.libc}, not for ${libc}: '${path}'`, {
      hint: `give a library compiled for ${libc}, or name it ${library.libc}+${label}`,
    });
  }
  const { settings: _ofTheLibc, ...base } =
    libc === 'glibc' ? glibc : library.kind === 'archive' ? musl : muslDynamic;
  return {
    ...base,
    name: `${libc}+${label}`,
    allocator: 'unknown',
    otherAllocators: ['jemalloc', 'mimalloc', 'tcmalloc'],
    linked: { type: 'user', library },
  };
}

function nameOfFile(path: string): string {
  return basename(path)
    .replace(/^lib/, '')
    .replace(/\.(?:a|so)(?:\.[0-9.]+)?$/, '');
}
