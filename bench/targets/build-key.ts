import { createHash } from 'node:crypto';
import { hashFile } from './hash-file.ts';
import type { TargetRecipe } from './recipe.ts';
import { runProgram } from './run-program.ts';

/** Raised when builds of an older version of this folder may no longer be used. */
const layoutVersion = 1;

/**
 * Name of a build: a hash of all that decides what comes out of it. `sourceSha256` from hashSources; `files` are the
 * libraries of the recipe's needs, whose content is linked in. Equal in every clone, so that clones share builds.
 */
export async function makeBuildKey(
  recipe: TargetRecipe,
  sourceSha256: string,
  files: readonly string[],
): Promise<string> {
  const [compiler, ...fileHashes] = await Promise.all([
    readCompilerVersion(recipe.make.CC),
    ...files.map(hashFile),
  ]);
  const decisive = {
    layoutVersion,
    name: recipe.name,
    make: recipe.make,
    sourceSha256,
    compiler,
    fileHashes,
  };
  return createHash('sha256').update(JSON.stringify(decisive)).digest('hex').slice(0, 32);
}

async function readCompilerVersion(cc: string): Promise<string> {
  const result = await runProgram(cc, ['--version']);
  return result.state === 'exited' ? result.stdout : result.reason;
}
