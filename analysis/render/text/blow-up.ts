import { escapeText } from '../../../results/text/escape-text.ts';
import { chooseScale } from '../../format/number.ts';
import { groupBy } from '../../group-by.ts';
import { questionKey } from '../../place.ts';
import type { BlowUpRow, Report } from '../../report.ts';
import { describeEstimates, renderCell } from '../cell.ts';
import { renderTable } from '../table.ts';
import { wrap } from '../wrap.ts';
import { parameterText, targetName, threadsText } from './names.ts';

const scale = chooseScale('1', []);

/** M4, where a run has one process per node and one process that did the same work. */
export function renderBlowUp(report: Report, sectionIndex: number): readonly string[] {
  const rows = report.blowUps.filter((row) => row.section === sectionIndex);
  if (rows.length === 0) return [];
  return [
    '',
    ...wrap(
      'M4 blow-up: largest resident set with one heap per node, emulated by one process per node, over that of one process that does the same work, within each block.',
    ),
    ...[...groupBy(rows, (row) => `${questionKey(row)}${row.oneProcess}`).values()].flatMap((group) =>
      renderGroup(report, group),
    ),
  ];
}

function renderGroup(report: Report, rows: readonly BlowUpRow[]): readonly string[] {
  const [first] = rows;
  if (first === undefined) return [];
  const columns = [...groupBy(rows, (row) => row.nodes.join()).values()];
  const labels = [...new Set(rows.map((row) => targetName(report, row.target)))];
  const showN = new Set(rows.map(({ ratio }) => ratio.n)).size > 1;
  const estimates = rows.map(({ ratio }) => ratio);
  const what = [escapeText(first.workload), parameterText(first.parameters), threadsText(first.threads)];
  const caption = `${what.join(', ')}, one process under ${first.oneProcess}; ${describeEstimates(estimates, first.machine)}`;
  return [
    '',
    ...wrap(caption, '  ', '    '),
    ...renderTable(
      'target',
      columns.map(([row]) => [`${row?.heaps ?? 0} heaps`]),
      labels.map((label) => ({
        label,
        cells: columns.map((column) => {
          const row = column.find(({ target }) => targetName(report, target) === label);
          return renderCell(row?.ratio ?? null, scale, { showN, showInterval: true });
        }),
      })),
    ),
  ];
}
