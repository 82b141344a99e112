import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
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
  const linked = library === undefined ? undefined : linkerFlags(library.path, library.folder);
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
    LIBRARY: library?.folder ?? '',
  };
  const assignments = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  const native = join(options.labRoot, 'native');
  const step = { what: `target '${recipe.name}'`, logPath: options.logPath };
  await runBuildStep(step, 'make', [`-j${availableParallelism()}`, '-C', native, 'bench', ...assignments]);
  await rm(join(options.folder, 'objects'), { recursive: true, force: true });
}

/** All of an archive: a member left out would leave its functions to the libc, and mix two allocators. */
function linkerFlags(path: string, folder: string): { readonly LDFLAGS: string; readonly LDLIBS: string } {
  if (path.endsWith('.a')) {
    return { LDFLAGS: '', LDLIBS: `-Wl,--whole-archive ${path} -Wl,--no-whole-archive` };
  }
  return { LDFLAGS: `-Wl,-rpath,${folder}`, LDLIBS: path };
}

function joinFlags(...flags: readonly (string | undefined)[]): string {
  return flags.filter((flag) => flag !== undefined && flag !== '').join(' ');
}
