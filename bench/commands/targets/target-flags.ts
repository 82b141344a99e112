import { resolve } from 'node:path';
import type { OwnTargets } from '../../run/own-targets.ts';
import { parseNamedPath } from '../../targets/custom-name.ts';
import { readCustomTargets } from '../../targets/custom-targets.ts';
import type { TargetRecipe } from '../../targets/recipe.ts';
import { targetTable } from '../../targets/targets.ts';

export interface OwnTargetOptions {
  readonly muslSrc?: readonly string[] | undefined;
  readonly allocatorLib?: readonly string[] | undefined;
}

/** The table of targets with those that the flags add, the user's last. Throws UserError for what is no tree or library. */
export async function readTargetTable(options: OwnTargetOptions): Promise<readonly TargetRecipe[]> {
  const { muslSrc: muslSources = [], allocatorLib: libraries = [] } = options;
  return [...targetTable, ...(await readCustomTargets({ muslSources, libraries }, targetTable))];
}

/** What the flags name, with whole paths. Throws UserError for an empty one. */
export async function makeOwnTargets(options: OwnTargetOptions): Promise<OwnTargets> {
  const complete = async (flag: string, text: string) => {
    const { path, name } = await parseNamedPath(flag, text);
    return name === undefined ? resolve(path) : `${resolve(path)}:${name}`;
  };
  return {
    muslSrc: await Promise.all((options.muslSrc ?? []).map((text) => complete('--musl-src', text))),
    allocatorLib: await Promise.all(
      (options.allocatorLib ?? []).map((text) => complete('--allocator-lib', text)),
    ),
  };
}

/**
 * What a run compares when it brings targets of its own and names none: each with the target it differs from in one thing only,
 * which comes before it.
 */
export function targetsImplied(table: readonly TargetRecipe[]): readonly string[] | undefined {
  const own = table.filter((row) => !targetTable.includes(row) && !isSecondOfTree(row));
  if (own.length === 0) return undefined;
  return [...new Set(own.flatMap((row) => [counterpartOf(row), row.name]))];
}

/** A tree gives a dynamic target too, which answers the same question once more. */
function isSecondOfTree({ musl, link }: TargetRecipe): boolean {
  return musl?.source.type === 'folder' && link === 'dynamic';
}

function counterpartOf({ libc, link }: TargetRecipe): string {
  if (libc === 'glibc') return 'glibc';
  return link === 'static' ? 'musl' : 'musl-dynamic';
}
