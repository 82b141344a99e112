import { escapeText } from '../../../results/text/escape-text.ts';
import { groupBy } from '../../group-by.ts';
import { metricNamed } from '../../metrics/table.ts';
import { questionKey } from '../../place.ts';
import type { EstimateRow, Report } from '../../report.ts';
import { wrap } from '../wrap.ts';
import { renderEstimateTable } from './estimate-table.ts';
import { parameterText, placementKey, threadsText } from './names.ts';
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
  const trials = `${threadsText(first.threads)}, ${first.mode} trials`;
  const parts = [parameterText(Object.fromEntries(own)), trials].filter((text) => text !== '');
  const isOnePlacement = new Set(rows.map(placementKey)).size === 1;
  const where = isOnePlacement ? `, placement ${first.placement}` : '';
  const body = isOnePlacement ? renderOnePlacement(report, rows) : renderPlacements(report, rows);
  return ['', ...wrap(`- ${parts.join('; ')}${where}`, '', '  '), ...body];
}

/** Targets down, placements across: a table for every metric and what it was taken of. */
function renderPlacements(report: Report, rows: readonly EstimateRow[]): readonly string[] {
  return [...groupBy(rows, (row) => `${row.metric}\n${row.subject}`).values()].flatMap((table) => {
    const columns = [...groupBy(table, placementKey).values()];
    const hasSeveralNodeSets = columns.length > new Set(table.map((row) => row.placement)).size;
    return renderEstimateTable(
      report,
      captionOf(table),
      columns.map((column) => ({ header: placementHeader(column, hasSeveralNodeSets), rows: column })),
    );
  });
}

function placementHeader([row]: readonly EstimateRow[], withNodes: boolean): readonly string[] {
  if (row === undefined) return [];
  return withNodes ? [row.placement, `nodes ${row.nodes.join(',')}`] : [row.placement];
}

/**
 * Targets down. A metric that was taken of several things has a table of its own with these across; the others share
 * one with a column each.
 */
function renderOnePlacement(report: Report, rows: readonly EstimateRow[]): readonly string[] {
  const metrics = [...groupBy(rows, (row) => row.metric).values()].map((ofMetric) => ({
    ofMetric,
    subjects: [...groupBy(ofMetric, (row) => row.subject).values()],
  }));
  const wide = metrics.filter(({ subjects }) => subjects.length > 1);
  const narrow = metrics.filter(({ subjects }) => subjects.length === 1).map(({ ofMetric }) => ofMetric);
  return [
    ...wide.flatMap(({ ofMetric, subjects }) =>
      renderEstimateTable(
        report,
        captionOf(ofMetric),
        subjects.map((column) => ({ header: [escapeText(column[0]?.subject ?? '')], rows: column })),
      ),
    ),
    ...(narrow.length === 0
      ? []
      : renderEstimateTable(
          report,
          '',
          narrow.map((column) => ({ header: metricHeader(column), rows: column })),
        )),
  ];
}

/** Title of a metric, with what it was taken of if that is one thing. */
function captionOf(rows: readonly EstimateRow[]): string {
  const [first] = rows;
  if (first === undefined) return '';
  const isOneSubject = rows.every((row) => row.subject === first.subject) && first.subject !== '';
  const subject = isOneSubject ? `, ${escapeText(first.subject)}` : '';
  return `${metricNamed(first.metric).title}${star(first)} (${first.metricId})${subject}`;
}

function metricHeader([row]: readonly EstimateRow[]): readonly string[] {
  if (row === undefined) return [];
  const subject = row.subject === '' ? [] : [escapeText(row.subject)];
  return [...subject, `${row.metricId} ${metricNamed(row.metric).short}${star(row)}`];
}

/** Marks counts that the order of threads decides; `renderStar` explains the mark once per section. */
function star(row: EstimateRow): string {
  return row.scheduleDependent ? '*' : '';
}
