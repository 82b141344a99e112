import type { Proof } from '../../results/schema/proof.ts';
import { findBuildPlace } from './build.ts';
import { readBuild } from './build-record.ts';
import type { TargetRecipe } from './recipe.ts';
import { hashSources } from './sources.ts';
import { targetTable } from './targets.ts';

interface Row {
  readonly name: string;
  readonly libc: string;
  readonly allocator: string;
  readonly link: string;
}

export type TargetStatus = Row &
  (
    | {
        readonly state: 'built';
        readonly libcVersion: string;
        readonly allocatorVersion: string;
        readonly path: string;
        readonly binarySha256: string;
        readonly proof: Proof;
      }
    | { readonly state: 'buildable' }
    /** `reason` and `remedy` say what the machine lacks. */
    | { readonly state: 'missing'; readonly reason: string; readonly remedy: string }
  );

/** What each target of the table is on this machine, without building anything. */
export async function readTargetStatuses(
  options: { readonly cacheDirectory: string; readonly labRoot: string },
  table: readonly TargetRecipe[] = targetTable,
): Promise<readonly TargetStatus[]> {
  const sourceSha256 = await hashSources(options.labRoot);
  return Promise.all(table.map((recipe) => readStatus(recipe, sourceSha256, options.cacheDirectory)));
}

async function readStatus(
  recipe: TargetRecipe,
  sourceSha256: string,
  cacheDirectory: string,
): Promise<TargetStatus> {
  const { name, libc, allocator, link } = recipe;
  const row = { name, libc, allocator, link };
  const place = await findBuildPlace(recipe, sourceSha256, cacheDirectory);
  if (place.state === 'missing') {
    return { ...row, state: 'missing', reason: place.error.message, remedy: place.error.hint ?? '' };
  }
  const built = await readBuild(place.folder, recipe);
  if (built === undefined) return { ...row, state: 'buildable' };
  const { proof, path, binarySha256 } = built;
  return {
    ...row,
    state: 'built',
    libcVersion: proof.libc.version,
    allocatorVersion: proof.allocator.version,
    path,
    binarySha256,
    proof,
  };
}
