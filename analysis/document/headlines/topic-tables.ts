import type { Report } from '../../../results/schema/report.ts';
import type { EstimateRow } from '../../../results/schema/report-rows.ts';
import { askedKey, cellTexts } from '../../format/name-cells.ts';
import { groupBy } from '../../load/group-by.ts';
import { type Block, items } from '../block.ts';
import { sectionName } from '../names.ts';
import { makeCellTable } from '../results/cell-table.ts';
import { listTopicRows } from './estimate-headline.ts';
import { listTopics } from './list-headlines.ts';
import type { Topic } from './topic.ts';

/** The numbers behind the sentences: a row for each set of parameters, a column for each target. What is 0 everywhere is a sentence. */
export function makeTopicTables(report: Report): readonly Block[] {
  return report.sections.flatMap((_, section) =>
    listTopics(report, section).flatMap((topic) => makeTable(report, section, topic)),
  );
}

function makeTable(report: Report, section: number, topic: Topic): readonly Block[] {
  const rows = listTopicRows(report, section, topic);
  const cells = [...groupBy(rows, (row) => askedKey(row)).values()];
  const isZero = (cell: readonly EstimateRow[]) => cell.every(({ estimate }) => estimate?.upper === 0);
  const shown = cells.filter((cell) => !isZero(cell));
  const textsOf = cellTexts(rows);
  const labelOf = ([row]: readonly EstimateRow[]) =>
    row === undefined ? '' : textsOf(row).slice(1).join(' ');
  const zeros = cells
    .filter(isZero)
    .map(labelOf)
    .filter((text) => text !== '');
  const where = report.sections.length < 2 ? '' : `, ${sectionName(report.sections[section])}`;
  if (shown.length === 0) return [];
  return [
    makeCellTable(
      report,
      `${topic.about}${where}`,
      shown.map((cell) => ({ label: labelOf(cell), rows: cell })),
    ),
    ...items(zeros.length === 0 ? [] : [`0 for every target: ${zeros.join('; ')}`], { areRemarks: true }),
  ];
}
