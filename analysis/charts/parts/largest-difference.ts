import type { Report } from '../../../results/schema/report.ts';
import type { EstimateRow } from '../../../results/schema/report-rows.ts';
import { counted } from '../../../results/text/counted.ts';
import { targetName } from '../../format/target-name.ts';
import { mostFacets } from './spec.ts';

/** A number of a target of one cell. */
export interface TargetValue {
  readonly target: string;
  readonly value: number;
}

/** How far targets are apart: times and sizes by their ratio, shares by their difference. */
export type Apart = 'ratio' | 'difference';

export interface LargestDifference<Cell> {
  readonly cell: Cell;
  readonly values: readonly TargetValue[];
  /** `in NAME`, and why that one where there are several. */
  readonly where: (name: string) => string;
}

/** Targets closer than this do not differ in a title. */
const least: Readonly<Record<Apart, number>> = { ratio: 1.05, difference: 0.02 };

/**
 * The cell in which targets differ most, or where they do not differ, that with the largest number: for a title, since numbers of
 * several cells side by side compare what nobody measured. Undefined where no cell has a number. `valuesOf` gives one number for
 * each target, without the control.
 */
export function chooseLargestDifference<Cell>(
  cells: readonly Cell[],
  valuesOf: (cell: Cell) => readonly TargetValue[],
  apart: Apart,
): LargestDifference<Cell> | undefined {
  const all = cells
    .map((cell) => ({ cell, values: valuesOf(cell) }))
    .filter(({ values }) => values.length > 0);
  const [differing] = all.toSorted((a, b) => spreadOf(b.values, apart) - spreadOf(a.values, apart));
  if (
    differing !== undefined &&
    isWorthSaying(
      differing.values.map(({ value }) => value),
      apart,
    )
  )
    return { ...differing, where: makeWhere(all.length, 'where targets differ most') };
  const [largest] = all.toSorted((a, b) => largestOf(b.values) - largestOf(a.values));
  return largest && { ...largest, where: makeWhere(all.length, 'where it is largest') };
}

/** Whether numbers are so far apart that a title says so. */
export function isWorthSaying(numbers: readonly number[], apart: Apart): boolean {
  return (
    spreadOf(
      numbers.map((value) => ({ target: '', value })),
      apart,
    ) >= least[apart]
  );
}

/** What targets have of one metric, by its median over blocks. */
export function pointValues(
  report: Report,
  rows: readonly EstimateRow[],
  metric: EstimateRow['metric'],
): readonly TargetValue[] {
  return rows.flatMap((row) =>
    row.metric === metric && !row.control && row.estimate !== null
      ? [{ target: targetName(report, row.target), value: row.estimate.point }]
      : [],
  );
}

function makeWhere(cells: number, why: string): (name: string) => string {
  return (name) => (cells < 2 ? `in ${name}` : `in ${name}, ${why}`);
}

/** As many cells as can be drawn, those in which targets differ most, in the order of the plan. */
export function chooseDrawn<Cell>(
  cells: readonly Cell[],
  valuesOf: (cell: Cell) => readonly TargetValue[],
  apart: Apart,
): readonly Cell[] {
  const bySpread = cells.toSorted((a, b) => spreadOf(valuesOf(b), apart) - spreadOf(valuesOf(a), apart));
  const drawn = new Set(bySpread.slice(0, mostFacets));
  return cells.filter((cell) => drawn.has(cell));
}

/** What a subtitle says of the cells that a chart has no room for. */
export function notDrawnText(hidden: number): string {
  return hidden === 0 ? '' : `; ${counted(hidden, 'more cell')} not drawn`;
}

function largestOf(values: readonly TargetValue[]): number {
  return Math.max(...values.map(({ value }) => value));
}

function spreadOf(values: readonly TargetValue[], apart: Apart): number {
  const numbers = values.map(({ value }) => value);
  if (numbers.length === 0) return -1;
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  if (apart === 'difference') return high - low;
  return low > 0 ? high / low : Number.POSITIVE_INFINITY;
}
