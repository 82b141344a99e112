import type { Report } from '../../../results/schema/report.ts';
import type { EstimateRow } from '../../../results/schema/report-rows.ts';
import { counted } from '../../../results/text/counted.ts';
import { cellKey } from '../../estimate/row-key.ts';
import { groupBy } from '../../load/group-by.ts';
import { metricNamed } from '../../metrics/table.ts';
import { type Block, heading, items } from '../block.ts';
import { placementKey, star, workTexts } from '../names.ts';
import { type EstimateColumn, makeEstimateTable, shortName } from './estimate-table.ts';

/** What has a column here, in this order, where it happened at all. */
const metrics = [
  'system_calls_per_operation',
  'futex_calls_per_operation',
  'futex_wasted_ratio',
  'major_faults_per_operation',
  'cpu_migrations_per_operation',
  'tlb_shootdowns_per_operation',
  'cycles_per_operation',
  'instructions_per_operation',
  'cache_misses_per_operation',
  'node_loads_per_operation',
  'node_load_misses_per_operation',
  'placement_events_per_operation',
];

/** A table per arm but for the target, with a column for each system call and event that occurs in it. */
export function makeKernelEvents(report: Report, sectionIndex: number): readonly Block[] {
  const rows = eventRows(report).filter((row) => row.section === sectionIndex);
  const lacking = makeLacking(rows);
  if (rows.every((row) => row.estimate === null)) return lacking;
  const groups = groupBy(rows, (row) => `${cellKey(row)}${placementKey(row)}`);
  return [
    heading(
      'topic',
      'Kernel and processor, per operation (E1, E2, K2, L8); what did not occur has no column',
    ),
    ...[...groups.values()].flatMap((group) => makeGroup(report, group)),
    ...lacking,
  ];
}

/** Rows of the tables above, which the list of formulas is made from too. The control repeats the baseline. */
export function eventRows(report: Report): readonly EstimateRow[] {
  return report.estimates.filter(
    (row) =>
      metrics.includes(row.metric) && !row.control && row.workload !== 'calibrate' && row.mode === 'count',
  );
}

/** True where at least one arm of a table had it. */
export function occurs({ estimate }: EstimateRow): boolean {
  return estimate !== null && estimate.upper > 0;
}

function makeGroup(report: Report, rows: readonly EstimateRow[]): readonly Block[] {
  const [first] = rows;
  const columns = makeColumns(rows);
  if (first === undefined || columns.length === 0) return [];
  const { workload, parameters, threads, placement, nodes } = first;
  const title = `${workTexts({ workload, parameters }).join(' ')}, ${counted(threads, 'thread')}, ${placement} on nodes ${nodes.join(',')}`;
  return makeEstimateTable(report, title, columns);
}

function makeColumns(rows: readonly EstimateRow[]): readonly EstimateColumn[] {
  return metrics.flatMap((metric) => {
    const ofMetric = rows.filter((row) => row.metric === metric);
    return [...groupBy(ofMetric, (row) => row.subject).values()]
      .filter((column) => column.some(occurs))
      .map((column) => ({ header: headerOf(column), rows: column.map(withoutReason) }));
  });
}

function headerOf([row]: readonly EstimateRow[]): readonly string[] {
  if (row === undefined) return [];
  const isSubject = row.metric === 'system_calls_per_operation' || row.metricId === 'L8';
  const name = isSubject ? row.subject : metricNamed(row.metric).short;
  const rest = name === row.subject || row.subject === '' ? [] : [row.subject];
  return [...rest, `${name}${star(row)}`];
}

/** Reasons are said once per section, below all tables. */
function withoutReason(row: EstimateRow): EstimateRow {
  return { ...row, missing: null };
}

function makeLacking(rows: readonly EstimateRow[]): readonly Block[] {
  const lacking = rows.filter((row) => row.missing !== null);
  const texts = [...groupBy(lacking, (row) => row.missing?.reason ?? '')].map(([reason, group]) => {
    const arms = new Set(group.map((row) => row.arm)).size;
    return `${[...new Set(group.map(shortName))].join(', ')}: ${reason} (in ${counted(arms, 'arm')})`;
  });
  return texts.length === 0
    ? []
    : [heading('section', 'Without a value, which is not zero:'), ...items(texts)];
}
