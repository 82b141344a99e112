import type { EstimateRow } from '../../../results/schema/report-rows.ts';
import { askedKey } from '../../format/name-cells.ts';
import { groupBy } from '../../load/group-by.ts';
import { type Apart, isWorthSaying } from './largest-difference.ts';

const mostNames = 3;

/** Cells that deserve a panel, and those in which several targets were measured and none differs, which a sentence says. */
export function splitAlike<Cell>(
  cells: readonly Cell[],
  rowsOf: (cell: Cell) => readonly EstimateRow[],
  apart: Apart,
): { readonly drawn: readonly Cell[]; readonly alike: readonly Cell[] } {
  const isAlike = (cell: Cell) => !differ(rowsOf(cell), apart);
  return { drawn: cells.filter((cell) => !isAlike(cell)), alike: cells.filter(isAlike) };
}

/** A single target has nothing to differ from: what it does is what the panel is for. */
function differ(rows: readonly EstimateRow[], apart: Apart): boolean {
  const own = rows.filter(({ control, estimate }) => !control && estimate !== null);
  if (new Set(own.map(({ target }) => target)).size < 2) return true;
  return [...groupBy(own, (row) => `${row.metric}${askedKey(row)}`).values()].some((same) =>
    isWorthSaying(
      same.flatMap(({ estimate }) => estimate?.point ?? []),
      apart,
    ),
  );
}

/** The end of a subtitle. */
export function alikeText(names: readonly string[]): string {
  if (names.length === 0) return '';
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : '';
  return `; no target differs in ${names.slice(0, mostNames).join('; ')}${more}`;
}
