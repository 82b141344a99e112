import { basename } from 'node:path';
import { UserError } from '../user-error.ts';
import { checkName, type NamedPath, parseNamedPath } from './custom-name.ts';
import { readMuslTree } from './parts/musl-tree.ts';
import { readUserLibrary, type UserLibrary } from './parts/read-user-library.ts';
import type { TargetRecipe } from './recipe.ts';
import { glibc } from './recipes/glibc.ts';
import { musl, muslDynamic } from './recipes/musl.ts';

const treeFlag = '--musl-src';
const libraryFlag = '--allocator-lib';

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
  const taken = new Set(table.map(({ name }) => name));
  const made: TargetRecipe[] = [];
  const add = (flag: string, recipes: readonly TargetRecipe[]) => {
    for (const recipe of recipes) {
      if (taken.has(recipe.name)) throw refuseTaken(flag, recipe.name);
      taken.add(recipe.name);
      made.push(recipe);
    }
  };
  for (const text of muslSources) add(treeFlag, await makeTreeTargets(await parseNamedPath(treeFlag, text)));
  for (const text of libraries) {
    add(libraryFlag, [await makeLibraryTarget(await parseNamedPath(libraryFlag, text), table)]);
  }
  return made;
}

function refuseTaken(flag: string, name: string): UserError {
  return new UserError(`${flag} has a name that is taken: there is a target '${name}' already`, {
    hint: `write another one behind the path, for example ${flag} PATH:mine`,
  });
}

async function makeTreeTargets({ path, name }: NamedPath): Promise<readonly TargetRecipe[]> {
  const label = checkName(treeFlag, name ?? 'mine');
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

/** Allocators that a target of the table puts in front of its libc's. */
function listLinkedAllocators(table: readonly TargetRecipe[]): readonly string[] {
  const linked = table.filter(({ name, libc }) => name.startsWith(`${libc}+`));
  return [...new Set(linked.map(({ allocator }) => allocator))];
}

async function makeLibraryTarget(
  { path, name }: NamedPath,
  table: readonly TargetRecipe[],
): Promise<TargetRecipe> {
  const library = await readUserLibrary(path);
  const [, said, plain] = /^(?:(musl|glibc)\+)?(.*)$/.exec(name ?? nameOfFile(path)) ?? [];
  const label = checkName(libraryFlag, plain ?? '');
  const libc = chooseLibc(library, said, { path, label });
  const { settings: _ofTheLibc, ...base } =
    libc === 'glibc' ? glibc : library.kind === 'archive' ? musl : muslDynamic;
  return {
    ...base,
    name: `${libc}+${label}`,
    allocator: 'unknown',
    // What the lab links itself it also recognises in a library of the user's.
    otherAllocators: listLinkedAllocators(table),
    linked: { type: 'user', library },
  };
}

/** `said` is the libc that the user's name gives, where the library itself does not report. */
function chooseLibc(
  library: UserLibrary,
  said: string | undefined,
  { path, label }: { readonly path: string; readonly label: string },
): string {
  const libc = said ?? library.libc;
  if (libc === undefined) {
    throw new UserError(`${libraryFlag} does not say for which libc it was compiled: '${path}'`, {
      hint: `say it: ${libraryFlag} ${path}:musl+${label} or ${path}:glibc+${label}`,
    });
  }
  if (library.libc === undefined || library.libc === libc) return libc;
  throw new UserError(`${libraryFlag} is for ${library.libc}, not for ${libc}: '${path}'`, {
    hint: `give a library compiled for ${libc}, or name it ${library.libc}+${label}`,
  });
}

/** `libjemalloc.so.2` is named `jemalloc`. */
function nameOfFile(path: string): string {
  return basename(path)
    .replace(/^lib/, '')
    .replace(/\.(?:a|so)(?:\.[0-9.]+)?$/, '');
}
