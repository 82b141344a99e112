import type { Report } from '../../../results/schema/report.ts';
import type { BlowUpRow } from '../../../results/schema/report-rows.ts';
import { counted } from '../../../results/text/counted.ts';
import { cellKey } from '../../estimate/row-key.ts';
import { groupBy } from '../../load/group-by.ts';
import { type Block, heading } from '../block.ts';
import { workTexts } from '../names.ts';
import { makeTargetTable } from './estimate-table.ts';

/** M4, where a run has one process per node and one process that did the same work. */
export function makeBlowUp(report: Report, sectionIndex: number): readonly Block[] {
  const rows = report.blowUps.filter((row) => row.section === sectionIndex);
  if (rows.length === 0) return [];
  const groups = groupBy(rows, (row) => `${cellKey(row)}${row.oneProcess}`);
  return [
    heading(
      'topic',
      'M4 blow-up: largest resident set with one heap per node, emulated by one process per node, over that of one process that does the same work, within each block.',
    ),
    ...[...groups.values()].flatMap((group) => makeGroup(report, group)),
  ];
}

function makeGroup(report: Report, rows: readonly BlowUpRow[]): readonly Block[] {
  const [first] = rows;
  if (first === undefined) return [];
  const what = [
    ...workTexts(first),
    counted(first.threads, 'thread'),
    `one process under ${first.oneProcess}`,
  ];
  return [
    makeTargetTable(
      report,
      { title: what.join(', '), unit: '1', machine: first.machine },
      [...groupBy(rows, (row) => row.nodes.join()).values()].map((own) => ({
        header: [`${own[0]?.heaps ?? 0} heaps`],
        rows: own.map(({ target, ratio }) => ({ target, unit: '1', estimate: ratio })),
      })),
    ),
  ];
}
