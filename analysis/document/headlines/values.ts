import type { Report } from '../../../results/schema/report.ts';
import type { EstimateRow } from '../../../results/schema/report-rows.ts';
import { type Apart, isWorthSaying } from '../../charts/parts/largest-difference.ts';
import { formatSignificant } from '../../format/number.ts';
import { targetName } from '../../format/target-name.ts';
import { groupBy } from '../../load/group-by.ts';
import { capitalized, evidenceText, type Headline, joinNames, shareWords } from './headline.ts';
import type { Topic } from './topic.ts';

/** Rows that differ in the target alone. */
export type Cell = readonly EstimateRow[];

/** `musl: half of the bytes ... (0.494 [..], n=5); glibc: none (0, n=5)`, targets that are alike together. */
export function sayValues(report: Report, cell: Cell, topic: Topic): string {
  const groups = alike(report, cell);
  const [first] = groups;
  if (first === undefined) return '';
  if (topic.as === undefined)
    return `${capitalized(topic.say('', first.row))}: ${groups.map(({ names, evidence }) => `${joinNames(names)} ${evidence}`).join('; ')}`;
  return groups
    .map(({ names, row, evidence }, index) => {
      const amount = amountOf(row, topic);
      return `${joinNames(names)}: ${index === 0 ? topic.say(amount, row) : amount} (${evidence})`;
    })
    .join('; ');
}

/** `musl 0.436 [..], n=5, glibc 0, n=5`; a single target without its name. */
export function listValues(report: Report, cell: Cell): string {
  const groups = alike(report, cell);
  const isSingle = groups.length === 1 && cell.length === 1;
  return groups
    .map(({ names, evidence }) => (isSingle ? evidence : `${joinNames(names)} ${evidence}`))
    .join(', ');
}

/** Targets differ where intervals do not meet: a single value, or values that overlap, show nothing. */
export function differenceOf(cells: readonly Cell[], apart: Apart): Headline['differs'] {
  if (cells.some((cell) => areApart(cell, apart))) return 'targets';
  const isSingle = cells.every((cell) => cell.length === 1);
  return isSingle && areApart(cells.flat(), apart) ? 'levels' : 'nothing';
}

function areApart(rows: readonly EstimateRow[], apart: Apart): boolean {
  const estimates = rows.flatMap(({ estimate }) => (estimate === null || estimate.n < 2 ? [] : [estimate]));
  const lowestEnd = Math.min(...estimates.map(({ upper }) => upper));
  const points = estimates.map(({ point }) => point);
  return isWorthSaying(points, apart) && estimates.some(({ lower }) => lower > lowestEnd);
}

function amountOf({ estimate }: EstimateRow, topic: Topic): string {
  if (estimate === null) return '-';
  if (topic.as === 'share') return shareWords(estimate.point);
  return `${formatSignificant(estimate.point)} times`;
}

function alike(report: Report, cell: Cell) {
  const rows = cell.flatMap((row) =>
    row.estimate === null
      ? []
      : [{ row, name: targetName(report, row.target), evidence: evidenceText(row.estimate, row.unit) }],
  );
  return [...groupBy(rows, ({ evidence }) => evidence).values()].flatMap((own) => {
    const [first] = own;
    return first === undefined
      ? []
      : [{ names: own.map(({ name }) => name), row: first.row, evidence: first.evidence }];
  });
}
