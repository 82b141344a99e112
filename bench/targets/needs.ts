import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Need, TargetRecipe } from './recipe.ts';

export interface MissingNeed {
  /** The program or file as a person would look for it. */
  readonly what: string;
  readonly debianPackage: string;
}

export type NeedsCheck =
  /** `files` are the paths that were found, in the order of the recipe. */
  | { readonly state: 'present'; readonly files: readonly string[] }
  | { readonly state: 'missing'; readonly missing: readonly MissingNeed[] };

/** Looks for everything a recipe takes from the machine. */
export async function checkNeeds(recipe: TargetRecipe): Promise<NeedsCheck> {
  const found = await Promise.all(recipe.needs.map(async (need) => ({ need, path: await findNeed(need) })));
  const missing = found.filter(({ path }) => path === undefined).map(({ need }) => describeNeed(need));
  if (missing.length > 0) return { state: 'missing', missing };
  const files = found.flatMap(({ need, path }) => (need.type === 'file' && path !== undefined ? [path] : []));
  return { state: 'present', files };
}

function describeNeed(need: Need): MissingNeed {
  const what = need.type === 'program' ? need.program : (need.anyOf[0] ?? need.debianPackage);
  return { what, debianPackage: need.debianPackage };
}

async function findNeed(need: Need): Promise<string | undefined> {
  if (need.type === 'file') return findFirst(need.anyOf, constants.R_OK);
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return findFirst(
    folders.map((folder) => join(folder, need.program)),
    constants.X_OK,
  );
}

async function findFirst(paths: readonly string[], mode: number): Promise<string | undefined> {
  for (const path of paths) {
    const usable = await access(path, mode).then(
      () => true,
      () => false,
    );
    if (usable) return path;
  }
  return undefined;
}
