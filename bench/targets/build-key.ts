import { basename } from 'node:path';
import { hashIfPresent } from './hash-if-present.ts';
import { hashValue } from './hash-value.ts';
import { readCompilerVersion } from './parts/compiler-version.ts';
import type { Parts } from './parts/parts.ts';
import type { TargetRecipe } from './recipe.ts';

/** Raised when builds of an older version of this folder may no longer be used. */
const layoutVersion = 3;

/**
 * Name of a build: a hash of all that decides what comes out of it. `sourceSha256` from hashSources; `files` are the
 * libraries of the recipe's needs, whose content is linked in. Equal in every clone, so that clones share builds.
 */
export async function makeBuildKey(
  recipe: TargetRecipe,
  parts: Parts,
  { sourceSha256, files }: { readonly sourceSha256: string; readonly files: readonly string[] },
): Promise<string> {
  const { name, make, linkSeed, environment } = recipe;
  const [compiler, ...fileHashes] = await Promise.all([
    readCompilerVersion(parts.toolchain === undefined ? make.CC : 'gcc'),
    ...files.map(hashIfPresent),
  ]);
  return hashValue({
    layoutVersion,
    name,
    make,
    linkSeed,
    environment,
    sourceSha256,
    compiler,
    fileHashes,
    // Their folders are named by what they were built from.
    toolchain: parts.toolchain && basename(parts.toolchain.folder),
    library: parts.library && basename(parts.library.folder),
  });
}
