import type { Proof } from '../../results/schema/proof.ts';
import { findBuilt } from './build.ts';
import type { BuiltTarget } from './built-target.ts';
import type { BuildContext } from './parts/ensure-build.ts';
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
        readonly parts: BuiltTarget['parts'];
      }
    | { readonly state: 'buildable' }
    /** `reason` and `remedy` say what the machine lacks. */
    | { readonly state: 'missing'; readonly reason: string; readonly remedy: string }
  );

/** What each target of the table is on this machine, without building anything. */
export async function readTargetStatuses(
  places: Pick<BuildContext, 'cacheDirectory' | 'labRoot'>,
  table: readonly TargetRecipe[] = targetTable,
): Promise<readonly TargetStatus[]> {
  const context = { ...places, onProgress: () => {} };
  const sourceSha256 = await hashSources(places.labRoot);
  return Promise.all(table.map((recipe) => readStatus(recipe, sourceSha256, context)));
}

async function readStatus(
  recipe: TargetRecipe,
  sourceSha256: string,
  context: BuildContext,
): Promise<TargetStatus> {
  const { name, libc, allocator, link } = recipe;
  const row = { name, libc, allocator, link };
  const found = await findBuilt(recipe, sourceSha256, context);
  if (found.state === 'missing') {
    return { ...row, state: 'missing', reason: found.error.message, remedy: found.error.hint ?? '' };
  }
  if (found.state === 'buildable') return { ...row, state: 'buildable' };
  const { proof, path, binarySha256, parts } = found.target;
  return {
    ...row,
    // Where it was not known beforehand.
    allocator: proof.allocator.name,
    state: 'built',
    libcVersion: proof.libc.version,
    allocatorVersion: proof.allocator.version,
    path,
    binarySha256,
    proof,
    parts,
  };
}
