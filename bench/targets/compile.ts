import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { nameValues } from '../../results/text/name-values.ts';
import type { AllocatorLibrary } from './parts/allocator-archive.ts';
import { runBuildStep } from './parts/build-step.ts';
import type { Parts } from './parts/parts.ts';
import type { TargetRecipe } from './recipe.ts';

/** Compiles a target into `folder`, which must exist: the program as programPath names it, and its link map. Throws UserError. */
export async function compileTarget(
  recipe: TargetRecipe,
  parts: Parts,
  options: {
    readonly labRoot: string;
    readonly sourceSha256: string;
    readonly folder: string;
    readonly logPath: string;
  },
): Promise<void> {
  const { CC, CFLAGS, LDFLAGS, LDLIBS } = recipe.make;
  const { toolchain, library } = parts;
  const linked = library === undefined ? undefined : linkerFlags(library);
  const variables = {
    CC: toolchain?.cc ?? CC,
    CFLAGS,
    LDFLAGS: joinFlags(LDFLAGS, linked?.LDFLAGS),
    LDLIBS: joinFlags(linked?.LDLIBS, LDLIBS),
    TARGET: recipe.name,
    OUT: options.folder,
    SOURCE_SHA256: options.sourceSha256,
    LINK_SEED: String(recipe.linkSeed ?? ''),
    // Named in the proof instead of the folders of this machine.
    TOOLCHAIN: toolchain?.folder ?? '',
    // The folder above the library's own, which is named by what is in it: an rpath ends in that name.
    LIBRARY: library === undefined ? '' : dirname(library.folder),
  };
  const native = join(options.labRoot, 'native');
  const step = { what: `target '${recipe.name}'`, logPath: options.logPath };
  await runBuildStep(step, 'make', [
    `-j${availableParallelism()}`,
    '-C',
    native,
    'bench',
    ...nameValues(variables),
  ]);
  await rm(join(options.folder, 'objects'), { recursive: true, force: true });
}

/**
 * All of an archive: a member left out would leave its functions to the libc, and mix two allocators. A shared library is looked for by
 * its name: given as a path, one without a SONAME would be asked for by that path.
 */
function linkerFlags({ kind, path, folder, calls }: AllocatorLibrary): {
  readonly LDFLAGS: string;
  readonly LDLIBS: string;
} {
  if (kind === 'archive') {
    const whole = `-Wl,--whole-archive ${path} -Wl,--no-whole-archive`;
    return { LDFLAGS: '', LDLIBS: joinFlags(whole, calls) };
  }
  return { LDFLAGS: `-Wl,-rpath,${folder}`, LDLIBS: `-L${folder} -l:${basename(path)}` };
}

function joinFlags(...flags: readonly (string | undefined)[]): string {
  return flags.filter((flag) => flag !== undefined && flag !== '').join(' ');
}
