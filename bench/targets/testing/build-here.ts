import { findLabRoot } from '../../lab-root.ts';
import { buildTargets } from '../build.ts';
import type { BuiltTarget } from '../built-target.ts';
import type { TargetRecipe } from '../recipe.ts';

/** Builds these in a cache folder with the lab's own sources; rejects with what the first of them failed of. */
export async function buildHere(
  cacheDirectory: string,
  recipes: readonly TargetRecipe[],
): Promise<readonly BuiltTarget[]> {
  const context = { cacheDirectory, labRoot: findLabRoot(), onProgress: () => undefined };
  const outcomes = await buildTargets(recipes, context);
  return [...outcomes.values()].map((outcome) => {
    if (outcome.state === 'failed') throw outcome.error;
    return outcome.target;
  });
}
