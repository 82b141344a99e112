import { groupBy } from '../../group-by.ts';
import { metricNamed } from '../../metrics/table.ts';
import { questionKey } from '../../place.ts';
import type { EstimateRow, Report } from '../../report.ts';
import { escapeText } from '../ascii.ts';
import { describeEstimates, renderCell } from '../cell.ts';
import { chooseScale, type Scale } from '../number.ts';
import { renderTable, type TableRow } from '../table.ts';
import { wrap } from '../wrap.ts';
import { parameterText, placementKey, targetName, threadsText } from './names.ts';
import { isShown } from './shown.ts';

/** Every workload of a section: per question (parameters, threads, mode) its tables of targets x placements. */
export function renderWorkloads(report: Report, sectionIndex: number): readonly string[] {
  const rows = report.estimates.filter((row) => row.section === sectionIndex && isShown(report, row));
  const workloads = [...groupBy(rows, (row) => row.workload)];
  return [
    ...renderStar(rows),
    ...workloads.flatMap(([workload, ofWorkload]) => renderWorkload(report, workload, ofWorkload)),
  ];
}

function renderStar(rows: readonly EstimateRow[]): readonly string[] {
  const [starred] = rows.filter((row) => row.scheduleDependent);
  if (starred === undefined) return [];
  const emulated =
    starred.machine === 'virtual'
      ? ', which in a guest is the order the emulator ran them in: a sign, not a magnitude'
      : '';
  return ['', ...wrap(`* depends on the order in which the threads ran${emulated}.`)];
}

function renderWorkload(report: Report, workload: string, rows: readonly EstimateRow[]): readonly string[] {
  const { constant, varying } = splitParameters(rows);
  const title = [escapeText(workload), parameterText(constant)].filter((text) => text !== '').join('  ');
  return [
    '',
    ...wrap(title, '', '  '),
    ...[...groupBy(rows, questionKey).values()].flatMap((group) => renderQuestion(report, group, varying)),
  ];
}

/** Parameters that are the same in all rows are said once, in the title of the workload. */
function splitParameters(rows: readonly EstimateRow[]) {
  const values = groupBy(
    rows.flatMap((row) => Object.entries(row.parameters)),
    ([name]) => name,
  );
  const varying = new Set<string>();
  for (const [name, pairs] of values) {
    if (new Set(pairs.map(([, value]) => value)).size > 1 || pairs.length < rows.length) varying.add(name);
  }
  const constant = Object.entries(rows[0]?.parameters ?? {}).filter(([name]) => !varying.has(name));
  return { constant: Object.fromEntries(constant), varying };
}

function renderQuestion(
  report: Report,
  rows: readonly EstimateRow[],
  varying: ReadonlySet<string>,
): readonly string[] {
  const [first] = rows;
  if (first === undefined) return [];
  const own = Object.entries(first.parameters).filter(([name]) => varying.has(name));
  const threads = threadsText(first.threads);
  const heading = `- ${[parameterText(Object.fromEntries(own)), `${threads}, ${first.mode} trials`].filter((text) => text !== '').join('; ')}`;
  const placements = new Set(rows.map(placementKey));
  const tables = [...groupBy(rows, (row) => `${row.metric}\n${row.subject}`).values()];
  const body =
    placements.size > 1
      ? tables.flatMap((table) => renderPlacementTable(report, table))
      : renderMetricTable(report, first, tables);
  return ['', ...wrap(heading, '', '  '), ...body];
}

/** One metric: targets down, placements across. */
function renderPlacementTable(report: Report, rows: readonly EstimateRow[]): readonly string[] {
  const [first] = rows;
  if (first === undefined) return [];
  const scale = scaleOf(rows);
  const columns = groupBy(rows, placementKey);
  const severalSets = new Set([...columns.keys()]).size > new Set(rows.map((row) => row.placement)).size;
  const headers = [...columns.values()].map(([row]) => [
    row?.placement ?? '',
    ...(severalSets && row !== undefined ? [`nodes ${row.nodes.join(',')}`] : []),
  ]);
  const showN = countNs(rows) > 1;
  const lines = tableRows(report, rows, [...columns.values()], (row) =>
    renderCell(row.estimate, scale, showN),
  );
  return [
    ...wrap(`${captionOf(first)}; ${scale.label}; ${spread(rows)}`, '  ', '    '),
    ...renderTable('target', headers, lines),
    ...renderMissing(report, rows),
    '',
  ];
}

/** One placement only: targets down, metrics across. */
function renderMetricTable(
  report: Report,
  first: EstimateRow,
  tables: readonly (readonly EstimateRow[])[],
): readonly string[] {
  const rows = tables.flat();
  const showN = countNs(rows) > 1;
  const headers = tables.flatMap(([row], index) =>
    row === undefined ? [] : [metricHeader(row, scaleOf(tables[index] ?? []))],
  );
  const lines = tableRows(report, rows, tables, (row, column) =>
    renderCell(row.estimate, scaleOf(tables[column] ?? []), showN),
  );
  return [
    ...wrap(`placement ${first.placement}; ${spread(rows)}`, '  ', '    '),
    ...renderTable('target', headers, lines),
    ...renderMissing(report, rows),
  ];
}

function metricHeader(row: EstimateRow, scale: Scale): readonly string[] {
  const metric = metricNamed(row.metric);
  const subject = row.subject === '' ? [] : [escapeText(row.subject)];
  return [...subject, row.metricId, `${metric.short}${star(row)}`, scale.label];
}

function tableRows(
  report: Report,
  rows: readonly EstimateRow[],
  columns: readonly (readonly EstimateRow[])[],
  cell: (row: EstimateRow, column: number) => readonly string[],
): readonly TableRow[] {
  return [...new Set(rows.map((row) => targetName(report, row.target)))].map((label) => ({
    label,
    cells: columns.map((column, index) => {
      const row = column.find((candidate) => targetName(report, candidate.target) === label);
      return row === undefined ? [''] : cell(row, index);
    }),
  }));
}

function scaleOf(rows: readonly EstimateRow[]): Scale {
  const values = rows.flatMap(({ estimate }) => (estimate === null ? [] : [estimate.point]));
  return chooseScale(rows[0]?.unit ?? '1', values);
}

function countNs(rows: readonly EstimateRow[]): number {
  return new Set(rows.flatMap(({ estimate }) => (estimate === null ? [] : [estimate.n]))).size;
}

function captionOf(row: EstimateRow): string {
  const { title } = metricNamed(row.metric);
  const subject = row.subject === '' ? '' : `, ${escapeText(row.subject)}`;
  return `${title}${star(row)} (${row.metricId})${subject}`;
}

function spread(rows: readonly EstimateRow[]): string {
  const estimates = rows.flatMap(({ estimate }) => (estimate === null ? [] : [estimate]));
  return describeEstimates(estimates, rows[0]?.machine ?? 'host');
}

/** Marks counts that the order of threads decides; `renderStar` explains the mark once per section. */
function star(row: EstimateRow): string {
  return row.scheduleDependent ? '*' : '';
}

function renderMissing(report: Report, rows: readonly EstimateRow[]): readonly string[] {
  return rows.flatMap((row) => {
    if (row.missing === null) return [];
    const where = `${targetName(report, row.target)} ${row.placement}, ${metricNamed(row.metric).short}`;
    const trials = `${row.missing.trials} ${row.missing.trials === 1 ? 'trial' : 'trials'} without a value`;
    return wrap(`${where}: ${trials}: ${escapeText(row.missing.reason)}`, '  - ', '    ');
  });
}
