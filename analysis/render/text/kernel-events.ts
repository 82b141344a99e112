import { escapeText } from '../../../results/text/escape-text.ts';
import { groupBy } from '../../group-by.ts';
import { metricNamed } from '../../metrics/table.ts';
import { questionKey } from '../../place.ts';
import type { EstimateRow, Report } from '../../report.ts';
import { wrap } from '../wrap.ts';
import { type EstimateColumn, renderEstimateTable } from './estimate-table.ts';
import { parameterText, placementKey, threadsText } from './names.ts';

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
export function renderKernelEvents(report: Report, sectionIndex: number): readonly string[] {
  const rows = eventRows(report).filter((row) => row.section === sectionIndex);
  if (rows.every((row) => row.estimate === null)) return renderLacking(rows);
  const groups = groupBy(rows, (row) => `${questionKey(row)}${placementKey(row)}`);
  return [
    '',
    ...wrap('Kernel and processor, per operation (E1, E2, K2, L8); what did not occur has no column'),
    ...[...groups.values()].flatMap((group) => renderGroup(report, group)),
    ...renderLacking(rows),
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

function renderGroup(report: Report, rows: readonly EstimateRow[]): readonly string[] {
  const [first] = rows;
  const columns = makeColumns(rows);
  if (first === undefined || columns.length === 0) return [];
  const what = [escapeText(first.workload), parameterText(first.parameters)].filter((text) => text !== '');
  const title = `${what.join(' ')}, ${threadsText(first.threads)}, ${first.placement} on nodes ${first.nodes.join(',')}`;
  return ['', ...renderEstimateTable(report, title, columns).filter((line) => line !== '')];
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
  const star = row.scheduleDependent ? '*' : '';
  const { short } = metricNamed(row.metric);
  const name = row.metric === 'system_calls_per_operation' || row.metricId === 'L8' ? row.subject : short;
  const rest = name === row.subject || row.subject === '' ? [] : [escapeText(row.subject)];
  return [...rest, `${escapeText(name)}${star}`];
}

/** Reasons are said once per section, below all tables. */
function withoutReason(row: EstimateRow): EstimateRow {
  return { ...row, missing: null };
}

function renderLacking(rows: readonly EstimateRow[]): readonly string[] {
  const lacking = rows.filter((row) => row.missing !== null);
  const groups = groupBy(lacking, (row) => row.missing?.reason ?? '');
  const lines = [...groups].flatMap(([reason, group]) => {
    const names = [...new Set(group.map((row) => `${row.metricId} ${metricNamed(row.metric).short}`))];
    const arms = new Set(group.map((row) => row.arm)).size;
    return wrap(
      `${names.join(', ')}: ${escapeText(reason)} (in ${arms} ${arms === 1 ? 'arm' : 'arms'})`,
      '  ',
      '    ',
    );
  });
  return lines.length === 0 ? [] : ['', 'Without a value, which is not zero:', ...lines];
}
