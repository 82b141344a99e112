import type { TargetRecipe } from './recipe.ts';
import { findTarget, targetTable } from './targets.ts';

/** What alone differs between two targets. A libc contrast is between libcs as they come, each with its own allocator. */
export type ContrastKind = 'allocator' | 'libc' | 'link';

export type Contrast =
  | { readonly state: 'declared'; readonly kind: ContrastKind }
  | { readonly state: 'same' }
  /** `label` goes into the row of the comparison: `confounded: libc and link mode differ`. */
  | { readonly state: 'confounded'; readonly label: string };

/** Pairs whose difference may be given to one cause. Declared, never derived: a pair is here because someone judged it. */
export const contrastTable: readonly {
  readonly kind: ContrastKind;
  readonly pair: readonly [string, string];
}[] = [
  { kind: 'allocator', pair: ['glibc', 'glibc+jemalloc'] },
  { kind: 'libc', pair: ['musl-dynamic', 'glibc'] },
  { kind: 'link', pair: ['musl', 'musl-dynamic'] },
];

/** What a comparison of two targets by name can say. Throws UserError for a name that is no target. */
export function contrastOf(a: string, b: string, table: readonly TargetRecipe[] = targetTable): Contrast {
  const [first, second] = [findTarget(a, table), findTarget(b, table)];
  if (a === b) return { state: 'same' };
  const row = contrastTable.find(({ pair }) => pair.includes(a) && pair.includes(b));
  if (row !== undefined) return { state: 'declared', kind: row.kind };
  return { state: 'confounded', label: `confounded: ${listDifferences(first, second)}` };
}

function listDifferences(a: TargetRecipe, b: TargetRecipe): string {
  const names = [
    a.libc === b.libc ? [] : ['libc'],
    a.allocator === b.allocator ? [] : ['allocator'],
    a.link === b.link ? [] : ['link mode'],
  ].flat();
  if (names.length === 0) return 'built differently';
  const last = names.at(-1);
  const rest = names.slice(0, -1).join(', ');
  return rest === '' ? `${last} differs` : `${rest} and ${last} differ`;
}
