import { counted } from '../../../results/text/counted.ts';
import { cellLines, describeEstimates } from '../../format/interval.ts';
import { chooseScale } from '../../format/number.ts';
import { groupBy } from '../../group-by.ts';
import { questionKey } from '../../place.ts';
import type { BlowUpRow, Report } from '../../report.ts';
import { type Block, heading } from '../block.ts';
import { targetName, targetNames, workTexts } from '../names.ts';

const scale = chooseScale('1', []);

/** M4, where a run has one process per node and one process that did the same work. */
export function makeBlowUp(report: Report, sectionIndex: number): readonly Block[] {
  const rows = report.blowUps.filter((row) => row.section === sectionIndex);
  if (rows.length === 0) return [];
  const groups = groupBy(rows, (row) => `${questionKey(row)}${row.oneProcess}`);
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
  const columns = [...groupBy(rows, (row) => row.nodes.join()).values()];
  const estimates = rows.map(({ ratio }) => ratio);
  const style = { showN: new Set(estimates.map(({ n }) => n)).size > 1, showInterval: true };
  const what = [
    ...workTexts(first),
    counted(first.threads, 'thread'),
    `one process under ${first.oneProcess}`,
  ];
  return [
    {
      type: 'table',
      caption: `${what.join(', ')}; ${describeEstimates(estimates, first.machine)}`,
      corner: 'target',
      heads: columns.map(([row]) => [`${row?.heaps ?? 0} heaps`]),
      rows: targetNames(report, rows).map((label) => ({
        label,
        cells: columns.map((column) => {
          const row = column.find(({ target }) => targetName(report, target) === label);
          return cellLines(row?.ratio ?? null, scale, style);
        }),
      })),
    },
  ];
}
