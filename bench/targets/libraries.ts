import { basename } from 'node:path';
import type { BuiltTarget } from './built-target.ts';
import { readInterpreter } from './elf.ts';
import { hashIfPresent } from './hash-if-present.ts';
import { runProgram } from './run-program.ts';

type Library = BuiltTarget['libraries'][number];

/** Everything a program loads; `link` is what its own headers say. */
export type LibraryClosure =
  | {
      readonly state: 'resolved';
      readonly link: 'static' | 'dynamic';
      readonly libraries: readonly Library[];
    }
  | { readonly state: 'unresolved'; readonly reason: string };

/**
 * The shared libraries of a program as its own loader resolves them, the loader first. Both musl's and glibc's loader
 * answer `--list`, so nothing is guessed about search paths.
 */
export async function resolveLibraries(path: string): Promise<LibraryClosure> {
  const elf = await readInterpreter(path);
  if (elf.state === 'not-elf') return { state: 'unresolved', reason: 'it is no ELF64 program' };
  if (elf.state === 'static') return { state: 'resolved', link: 'static', libraries: [] };
  const listed = await runProgram(elf.interpreter, ['--list', path]);
  if (listed.state !== 'exited' || listed.code !== 0) {
    const reason = listed.state === 'exited' ? listed.stderr.trim() : listed.reason;
    return { state: 'unresolved', reason: `its loader ${elf.interpreter} cannot load it: ${reason}` };
  }
  return hashLibraries([elf.interpreter, ...parseLoaderList(listed.stdout)]);
}

/**
 * Paths in the output of a loader's `--list`: lines `name => /path (0x…)` and `/path (0x…)`. The kernel's vdso has no path;
 * a library that was not found has none either, but then the loader has failed.
 */
export function parseLoaderList(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const path = /^\s*(?:\S+ => )?(\/\S+) \(0x[0-9a-f]+\)$/.exec(line)?.[1];
    return path === undefined ? [] : [path];
  });
}

async function hashLibraries(paths: readonly string[]): Promise<LibraryClosure> {
  const libraries: Library[] = [];
  for (const path of new Set(paths)) {
    const sha256 = await hashIfPresent(path);
    if (sha256 === undefined) return { state: 'unresolved', reason: `its library ${path} cannot be read` };
    libraries.push({ name: basename(path), path, sha256 });
  }
  return { state: 'resolved', link: 'dynamic', libraries };
}
