import type { Report } from '../../../results/schema/report.ts';
import type { EstimateRow } from '../../../results/schema/report-rows.ts';
import { counted } from '../../../results/text/counted.ts';
import { nameValues } from '../../../results/text/name-values.ts';
import { cellKey } from '../../estimate/row-key.ts';
import { groupBy } from '../../load/group-by.ts';
import { metricNamed } from '../../metrics/table.ts';
import { type Block, heading, paragraph } from '../block.ts';
import { placementKey, racingNote, star } from '../names.ts';
import { type EstimateColumn, makeEstimateTable, shortName } from './estimate-table.ts';
import { isShown } from './shown.ts';

/** Every workload of a section: per question (parameters, threads, mode) its tables of targets x placements. */
export function makeWorkloads(report: Report, sectionIndex: number): readonly Block[] {
  const rows = report.estimates.filter((row) => row.section === sectionIndex && isShown(report, row));
  return [
    ...racingNote(rows).map((note) => paragraph(note)),
    ...[...groupBy(rows, (row) => row.workload)].flatMap(([workload, own]) =>
      makeWorkload(report, workload, own),
    ),
  ];
}

function makeWorkload(report: Report, workload: string, rows: readonly EstimateRow[]): readonly Block[] {
  const varying = varyingNames(rows);
  const constant = nameValues(rows[0]?.parameters ?? {}, (name) => !varying.has(name));
  return [
    heading('group', [workload, ...constant].join(' ')),
    ...[...groupBy(rows, cellKey).values()].flatMap((group) => makeQuestion(report, group, varying)),
  ];
}

/** Parameters that are the same in all rows are said once, in the title of the workload. */
function varyingNames(rows: readonly EstimateRow[]): ReadonlySet<string> {
  const values = groupBy(
    rows.flatMap((row) => Object.entries(row.parameters)),
    ([name]) => name,
  );
  const varying = [...values].filter(
    ([, pairs]) => new Set(pairs.map(([, value]) => value)).size > 1 || pairs.length < rows.length,
  );
  return new Set(varying.map(([name]) => name));
}

function makeQuestion(
  report: Report,
  rows: readonly EstimateRow[],
  varying: ReadonlySet<string>,
): readonly Block[] {
  const [first] = rows;
  if (first === undefined) return [];
  const own = nameValues(first.parameters, (name) => varying.has(name)).join(' ');
  const trials = `${counted(first.threads, 'thread')}, ${first.mode} trials`;
  const isOnePlacement = new Set(rows.map(placementKey)).size === 1;
  const where = isOnePlacement ? `, placement ${first.placement}` : '';
  return [
    heading('case', `${own === '' ? '' : `${own}; `}${trials}${where}`),
    ...(isOnePlacement ? makeOnePlacement(report, rows) : makePlacements(report, rows)),
  ];
}

/** Targets down, placements across: a table for every metric and what it was taken of. */
function makePlacements(report: Report, rows: readonly EstimateRow[]): readonly Block[] {
  return [...groupBy(rows, (row) => `${row.metric}\n${row.subject}`).values()].flatMap((table) =>
    makeEstimateTable(report, captionOf(table), placementColumns(table)),
  );
}

/** A column for each placement, with its nodes where one placement was used on several sets of nodes. */
export function placementColumns(rows: readonly EstimateRow[]): readonly EstimateColumn[] {
  const columns = groupBy(rows, placementKey);
  const isReported = columns.size > new Set(rows.map((row) => row.placement)).size;
  return [...columns.values()].map((column) => {
    const { placement = '', nodes = [] } = column[0] ?? {};
    return { header: [placement, ...(isReported ? [`nodes ${nodes.join(',')}`] : [])], rows: column };
  });
}

/**
 * Targets down. A metric that was taken of several things has a table of its own with these across; the others share
 * one with a column each.
 */
function makeOnePlacement(report: Report, rows: readonly EstimateRow[]): readonly Block[] {
  const metrics = [...groupBy(rows, (row) => row.metric).values()].map((ofMetric) => ({
    ofMetric,
    subjects: [...groupBy(ofMetric, (row) => row.subject)],
  }));
  const wide = metrics.filter(({ subjects }) => subjects.length > 1);
  const narrow = metrics.filter(({ subjects }) => subjects.length === 1).map(({ ofMetric }) => ofMetric);
  return [
    ...wide.flatMap(({ ofMetric, subjects }) =>
      makeEstimateTable(
        report,
        captionOf(ofMetric),
        subjects.map(([subject, column]) => ({ header: [subject], rows: column })),
      ),
    ),
    ...(narrow.length === 0
      ? []
      : makeEstimateTable(
          report,
          '',
          narrow.map((column) => ({ header: metricHeader(column), rows: column })),
        )),
  ];
}

/** Title of a metric, with what it was taken of if that is one thing. */
export function captionOf(rows: readonly EstimateRow[]): string {
  const [first] = rows;
  if (first === undefined) return '';
  const isOneSubject = rows.every((row) => row.subject === first.subject) && first.subject !== '';
  const subject = isOneSubject ? `, ${first.subject}` : '';
  return `${metricNamed(first.metric).title}${star(first)} (${first.metricId})${subject}`;
}

function metricHeader([row]: readonly EstimateRow[]): readonly string[] {
  if (row === undefined) return [];
  return [...(row.subject === '' ? [] : [row.subject]), `${shortName(row)}${star(row)}`];
}
