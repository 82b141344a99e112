import { UserError } from '../user-error.ts';
import type { TargetRecipe } from './recipe.ts';
import { glibc } from './recipes/glibc.ts';
import { glibcJemalloc } from './recipes/glibc-jemalloc.ts';
import { musl } from './recipes/musl.ts';
import { muslDynamic } from './recipes/musl-dynamic.ts';

/** Every target there is, in the order reports list them. A new one is a file in recipes/ and a line here. */
export const targetTable: readonly TargetRecipe[] = [musl, muslDynamic, glibc, glibcJemalloc];

export const targetNames: readonly string[] = targetTable.map((recipe) => recipe.name);

/** The row named `name`. Throws UserError, listing the names there are. */
export function findTarget(name: string, table: readonly TargetRecipe[] = targetTable): TargetRecipe {
  const recipe = table.find((row) => row.name === name);
  if (recipe !== undefined) return recipe;
  throw new UserError(`unknown target '${name}'`, {
    hint: `use one of: ${table.map((row) => row.name).join(', ')}`,
  });
}
