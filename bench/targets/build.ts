import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withLock } from '../lock.ts';
import { UserError } from '../user-error.ts';
import { makeBuildKey } from './build-key.ts';
import { makeBuiltTarget, proveBuild, readBuild } from './build-record.ts';
import type { BuiltTarget } from './built-target.ts';
import { compileTarget } from './compile.ts';
import { checkNeeds } from './needs.ts';
import type { TargetRecipe } from './recipe.ts';
import { hashSources } from './sources.ts';
import { findTarget } from './targets.ts';

export interface BuildOptions {
  readonly cacheDirectory: string;
  readonly labRoot: string;
  /** Told in one line what is being built or waited for; silent when everything is there. */
  readonly onProgress: (line: string) => void;
  readonly table?: readonly TargetRecipe[];
}

/** Compilers at work at once: one is bound by starting up, two keep two cores busy. */
const parallelBuilds = 2;

/**
 * The benchmark programs of the named targets, built where the cache lacks them, in the order given. Throws UserError for an
 * unknown name, a compiler or library that is missing, a build that fails, and a program whose proof does not match.
 */
export async function buildTargets(
  names: readonly string[],
  options: BuildOptions,
): Promise<ReadonlyMap<string, BuiltTarget>> {
  const recipes = [...new Set(names)].map((name) => findTarget(name, options.table));
  const sourceSha256 = await hashSources(options.labRoot);
  const waiting = [...recipes];
  const built = new Map<string, BuiltTarget>();
  // Settled, not all: when one fails, the other compiler must have ended before the caller may exit.
  const workers = await Promise.allSettled(
    Array.from({ length: parallelBuilds }, async () => {
      for (let recipe = waiting.shift(); recipe !== undefined; recipe = waiting.shift()) {
        built.set(recipe.name, await buildTarget(recipe, sourceSha256, options));
      }
    }),
  );
  for (const worker of workers) if (worker.status === 'rejected') throw worker.reason;
  return new Map(recipes.flatMap(({ name }) => orderedEntry(name, built.get(name))));
}

function orderedEntry(name: string, target: BuiltTarget | undefined): readonly [string, BuiltTarget][] {
  return target === undefined ? [] : [[name, target]];
}

export type BuildPlace =
  | { readonly state: 'known'; readonly folder: string }
  | { readonly state: 'missing'; readonly error: UserError };

/** Where the build of a recipe is kept, as long as this machine has what it needs. */
export async function findBuildPlace(
  recipe: TargetRecipe,
  sourceSha256: string,
  cacheDirectory: string,
): Promise<BuildPlace> {
  const needs = await checkNeeds(recipe);
  if (needs.state === 'missing') {
    const what = needs.missing.map((need) => need.what).join(', ');
    const packages = [...new Set(needs.missing.map((need) => need.debianPackage))].join(' ');
    const error = new UserError(`target '${recipe.name}' cannot be built: ${what} not found`, {
      hint: `install the package ${packages} (Debian: apt-get install ${packages})`,
    });
    return { state: 'missing', error };
  }
  const key = await makeBuildKey(recipe, sourceSha256, needs.files);
  return { state: 'known', folder: join(cacheDirectory, 'targets', key) };
}

async function buildTarget(
  recipe: TargetRecipe,
  sourceSha256: string,
  options: BuildOptions,
): Promise<BuiltTarget> {
  const place = await findBuildPlace(recipe, sourceSha256, options.cacheDirectory);
  if (place.state === 'missing') throw place.error;
  const ready = await readBuild(place.folder, recipe);
  if (ready !== undefined) return ready;
  const onWait = () => options.onProgress(`waiting for another process that builds ${recipe.name}`);
  return withLock(place.folder, onWait, async () => {
    const meanwhile = await readBuild(place.folder, recipe);
    if (meanwhile !== undefined) return meanwhile;
    options.onProgress(`building ${recipe.name}`);
    return makeBuild(recipe, sourceSha256, place.folder, options.labRoot);
  });
}

/** Builds beside `folder` and renames when done, so that `folder` is there whole or not at all. Call it under the lock. */
async function makeBuild(
  recipe: TargetRecipe,
  sourceSha256: string,
  folder: string,
  labRoot: string,
): Promise<BuiltTarget> {
  const unfinished = `${folder}.unfinished`;
  const logPath = `${folder}.log`;
  // Left by a build that was killed.
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  try {
    const compiled = await compileTarget(recipe, { labRoot, sourceSha256, folder: unfinished });
    if (compiled.state === 'failed') {
      await writeFile(logPath, compiled.log);
      throw new UserError(`target '${recipe.name}' does not build: ${decisiveLine(compiled.log)}`, {
        hint: `the whole log is ${logPath}`,
      });
    }
    const proven = await proveBuild(unfinished, recipe);
    if (proven.state === 'refused') {
      throw new UserError(`the program built for target '${recipe.name}' is refused: ${proven.reason}`, {
        hint: `compare \`make\` in its recipe with what the program says with --about`,
      });
    }
    await rm(folder, { recursive: true, force: true });
    await rename(unfinished, folder);
    await rm(logPath, { force: true });
    return makeBuiltTarget(folder, recipe, proven.record);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** The line of a log that tells most: the first error, which the later ones often follow from, else the last line. */
function decisiveLine(log: string): string {
  const lines = log.split('\n').filter((line) => line.trim() !== '');
  return lines.find((line) => /\berror\b|undefined reference|not found/i.test(line)) ?? lines.at(-1) ?? '';
}
