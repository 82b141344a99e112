import { rename } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { describeDiskError } from '../make-folders.ts';
import { UserError } from '../user-error.ts';
import { makeBuildKey } from './build-key.ts';
import { builtPaths, proveBuild, readBuild } from './build-record.ts';
import type { BuiltTarget } from './built-target.ts';
import { compileTarget } from './compile.ts';
import { checkNeeds, type MissingNeed } from './needs.ts';
import { checkCachePath } from './parts/cache-path.ts';
import { type BuildContext, ensureBuild } from './parts/ensure-build.ts';
import { ensureParts, findParts, type Parts } from './parts/parts.ts';
import type { TargetRecipe } from './recipe.ts';
import { hashSources } from './sources.ts';

/** What came of a target: one that cannot be built is no reason to stop the others. */
export type BuildOutcome =
  | { readonly state: 'built'; readonly target: BuiltTarget }
  | { readonly state: 'failed'; readonly error: UserError };

/** Targets at work at once: each step of a build uses all CPUs, but configuring and linking use one. */
const parallelBuilds = Math.max(2, Math.ceil(availableParallelism() / 2));

/**
 * The benchmark programs of these recipes, built where the cache lacks them, by name and in the order given. A target fails alone: a
 * missing compiler, library, source package or network, a build that fails, a full disk, a program whose proof does not match.
 */
export async function buildTargets(
  recipes: readonly TargetRecipe[],
  context: BuildContext,
): Promise<ReadonlyMap<string, BuildOutcome>> {
  const sourceSha256 = await hashSources(context.labRoot);
  const unique = [...new Map(recipes.map((recipe) => [recipe.name, recipe])).values()];
  const waiting = [...unique];
  const outcomes = new Map<string, BuildOutcome>();
  // Settled, not all: when one has a bug, the other compilers must have ended before the caller may exit.
  const workers = await Promise.allSettled(
    Array.from({ length: parallelBuilds }, async () => {
      for (let recipe = waiting.shift(); recipe !== undefined; recipe = waiting.shift()) {
        outcomes.set(recipe.name, await buildTarget(recipe, sourceSha256, context));
      }
    }),
  );
  for (const worker of workers) if (worker.status === 'rejected') throw worker.reason;
  return new Map(
    unique.flatMap(({ name }) => {
      const outcome = outcomes.get(name);
      return outcome === undefined ? [] : [[name, outcome] as const];
    }),
  );
}

async function buildTarget(
  recipe: TargetRecipe,
  sourceSha256: string,
  context: BuildContext,
): Promise<BuildOutcome> {
  try {
    checkCachePath(context.cacheDirectory);
    const needs = await checkNeeds(recipe);
    if (needs.state === 'missing') throw describeMissing(recipe, needs.missing);
    const { files } = needs;
    const parts = await ensureParts(recipe, context);
    const folder = await findTargetFolder(recipe, parts, { sourceSha256, files }, context);
    return { state: 'built', target: await ensureTarget(recipe, parts, { sourceSha256, folder }, context) };
  } catch (error) {
    if (error instanceof UserError) return { state: 'failed', error };
    const disk = describeDiskError(error);
    if (disk === undefined) throw error;
    const hint = 'make room there, or name another cache folder with NUMA_LAB_CACHE';
    return {
      state: 'failed',
      error: new UserError(`target '${recipe.name}' cannot be built: ${disk}`, { hint, cause: error }),
    };
  }
}

function ensureTarget(
  recipe: TargetRecipe,
  parts: Parts,
  { sourceSha256, folder }: { readonly sourceSha256: string; readonly folder: string },
  context: BuildContext,
): Promise<BuiltTarget> {
  return ensureBuild<BuiltTarget>(
    {
      what: `target ${recipe.name}`,
      verb: 'building',
      folder,
      read: () => readBuild(folder, recipe, parts),
      make: async ({ work, done, logPath }) => {
        await compileTarget(recipe, parts, { labRoot: context.labRoot, sourceSha256, folder: work, logPath });
        for (const path of builtPaths(work, recipe)) {
          await rename(path, path.replace(work, done));
        }
        const proven = await proveBuild(done, recipe, parts);
        if (proven.state === 'proven') return;
        throw new UserError(`the program built for target '${recipe.name}' is refused: ${proven.reason}`, {
          hint: `the log of the build is ${logPath}`,
        });
      },
    },
    context,
  );
}

function describeMissing(recipe: TargetRecipe, missing: readonly MissingNeed[]): UserError {
  const what = missing.map((need) => need.what).join(', ');
  const packages = [...new Set(missing.map((need) => need.debianPackage))].join(' ');
  return new UserError(`target '${recipe.name}' cannot be built: ${what} not found`, {
    hint: `install the package ${packages} (Debian: apt-get install ${packages})`,
  });
}

async function findTargetFolder(
  recipe: TargetRecipe,
  parts: Parts,
  inputs: { readonly sourceSha256: string; readonly files: readonly string[] },
  { cacheDirectory }: BuildContext,
): Promise<string> {
  return join(cacheDirectory, 'targets', await makeBuildKey(recipe, parts, inputs));
}

export type FoundTarget =
  | { readonly state: 'built'; readonly target: BuiltTarget }
  | { readonly state: 'buildable' }
  | { readonly state: 'missing'; readonly error: UserError };

/** What a recipe comes to on this machine, without building or fetching anything. Throws UserError for a tree that is none. */
export async function findBuilt(
  recipe: TargetRecipe,
  sourceSha256: string,
  context: BuildContext,
): Promise<FoundTarget> {
  const needs = await checkNeeds(recipe);
  if (needs.state === 'missing') return { state: 'missing', error: describeMissing(recipe, needs.missing) };
  const { files } = needs;
  const parts = await findParts(recipe, context);
  if (parts === undefined) return { state: 'buildable' };
  const folder = await findTargetFolder(recipe, parts, { sourceSha256, files }, context);
  const target = await readBuild(folder, recipe, parts);
  return target === undefined ? { state: 'buildable' } : { state: 'built', target };
}
