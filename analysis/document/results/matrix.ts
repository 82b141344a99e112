import type { Report } from '../../../results/schema/report.ts';
import type { EstimateRow } from '../../../results/schema/report-rows.ts';
import { askedKey, cellTexts } from '../../format/name-cells.ts';
import { targetName } from '../../format/target-name.ts';
import { groupBy } from '../../load/group-by.ts';
import { metricNamed } from '../../metrics/table.ts';
import type { Block, Table } from '../block.ts';
import { evidenceText } from '../headlines/headline.ts';
import { sectionName } from '../names.ts';
import { isShown } from './shown.ts';

/** For each workload one table: a row for each target and cell, a column for each metric, and in each field the number, its interval and n. */
export function makeMatrix(report: Report): readonly Block[] {
  const rows = report.estimates.filter((row) => isShown(report, row) && !row.control);
  return [...groupBy(rows, ({ section, workload }) => `${section} ${workload}`).values()].map((own) =>
    makeTable(report, own),
  );
}

function makeTable(report: Report, rows: readonly EstimateRow[]): Table {
  const [first] = rows;
  const measured = rows.filter(({ estimate }) => estimate !== null);
  const textsOf = cellTexts(rows.map(withoutSubject));
  const columns = [...new Set(measured.map(columnOf))];
  const lines = groupBy(rows, (row) => `${askedKey(withoutSubject(row))} ${row.target}`);
  return {
    type: 'table',
    caption: `${first?.workload ?? ''}, ${sectionName(report.sections[first?.section ?? 0])}`,
    corner: 'target',
    heads: [['cell'], ...columns.map((column) => [column])],
    rows: [...lines.values()].map((line) => ({
      label: line[0] === undefined ? '' : targetName(report, line[0].target),
      cells: [
        [line[0] === undefined ? '' : textsOf(withoutSubject(line[0])).slice(1).join(' ') || '-'],
        ...columns.map((column) => {
          const row = line.find((one) => columnOf(one) === column);
          return [row?.estimate == null ? '-' : evidenceText(row.estimate, row.unit)];
        }),
      ],
    })),
  };
}

function columnOf({ metric, metricId, subject, workload, mode }: EstimateRow): string {
  const of = subject === '' || subject === workload ? '' : ` ${subject}`;
  return `${metricId} ${metricNamed(metric).short}${of}${mode === 'latency' ? ' (latency)' : ''}`;
}

function withoutSubject(row: EstimateRow): EstimateRow {
  return { ...row, subject: '', mode: row.mode === 'latency' ? 'throughput' : row.mode };
}
