import { parseLabel, relinkLabel, withoutRelink } from '../../results/text/target-label.ts';
import { didYouMean } from '../did-you-mean.ts';
import { UserError } from '../user-error.ts';
import type { TargetRecipe } from './recipe.ts';
import {
  glibc,
  glibcJemalloc,
  glibcMimalloc,
  glibcNoTcache,
  glibcOneArena,
  glibcStatic,
  glibcTcmalloc,
} from './recipes/glibc.ts';
import { musl, muslDynamic, muslJemalloc, muslMimalloc, muslOldmalloc } from './recipes/musl.ts';
import { musl123 } from './recipes/musl-1.2.3.ts';
import { glibcNoDecay, muslNoDecay } from './recipes/no-decay.ts';
import { glibcPercpuArena, muslPercpuArena } from './recipes/percpu-arena.ts';

/** Every target there is, in the order reports list them. A new one is a recipe in recipes/ and a line here. */
export const targetTable: readonly TargetRecipe[] = [
  musl,
  muslDynamic,
  muslOldmalloc,
  musl123,
  muslJemalloc,
  muslPercpuArena,
  muslNoDecay,
  muslMimalloc,
  glibc,
  glibcStatic,
  glibcOneArena,
  glibcNoTcache,
  glibcJemalloc,
  glibcPercpuArena,
  glibcNoDecay,
  glibcMimalloc,
  glibcTcmalloc,
];

/** The largest k of `@relink=k`: more layouts than anybody averages over. */
export const mostRelinks = 99;

/**
 * The row named `name`; `name@relink=k` is the same program with its objects linked in the order that k draws. An allocator of the
 * user's is also found without the libc in front of its name. Throws UserError with the nearest name there is.
 */
export function findTarget(name: string, table: readonly TargetRecipe[] = targetTable): TargetRecipe {
  const { relink } = parseLabel(name);
  const base = withoutRelink(name);
  const recipe =
    table.find((row) => row.name === base) ??
    table.find((row) => row.linked?.type === 'user' && row.name.endsWith(`+${base}`));
  if (recipe === undefined) {
    const names = table.map((row) => row.name);
    throw new UserError(`unknown target '${name}'`, { hint: didYouMean(base, names) });
  }
  if (base === name) return recipe;
  const linkSeed = Number(relink);
  if (!Number.isInteger(linkSeed) || linkSeed < 1 || linkSeed > mostRelinks) {
    throw new UserError(`target '${name}' has no link order ${relink}`, { hint: `use 1 to ${mostRelinks}` });
  }
  return { ...recipe, name: relinkLabel(recipe.name, linkSeed), linkSeed };
}
