import { counted } from '../../../results/text/counted.ts';
import { cellLines, describeEstimates } from '../../format/interval.ts';
import { chooseScale, type Scale } from '../../format/number.ts';
import { groupBy } from '../../group-by.ts';
import { metricNamed } from '../../metrics/table.ts';
import type { EstimateRow, Report } from '../../report.ts';
import { type Block, items } from '../block.ts';
import { targetName, targetNames } from '../names.ts';

export interface EstimateColumn {
  /** Lines above the column, without the unit. */
  readonly header: readonly string[];
  /** One row per target at most. */
  readonly rows: readonly EstimateRow[];
}

/** Targets down, the given columns across; above them what the cells are, below them why some are empty. */
export function makeEstimateTable(
  report: Report,
  title: string,
  columns: readonly EstimateColumn[],
): readonly Block[] {
  const all = columns.flatMap((column) => column.rows);
  const filled = columns.filter((column) => column.rows.some((row) => row.estimate !== null));
  const missing = missingTexts(report, all);
  if (filled.length === 0) return items(missing, { dashed: true });
  const estimates = all.flatMap(({ estimate }) => (estimate === null ? [] : [estimate]));
  const isOneUnit = sharesUnit(filled);
  const scales = filled.map(({ rows }) => scaleOf(isOneUnit ? all : rows));
  const labels = scales.map(({ label }) => label);
  const caption = [
    title,
    ...(isOneUnit ? labels.slice(0, 1) : []),
    describeEstimates(estimates, all[0]?.machine ?? 'host'),
  ];
  const style = {
    showN: new Set(estimates.map((estimate) => estimate.n)).size > 1,
    showInterval: !estimates.every((estimate) => estimate.intervalKind === 'exact'),
  };
  return [
    {
      type: 'table',
      caption: caption.filter((text) => text !== '').join('; '),
      corner: 'target',
      heads: filled.map(({ header }, index) => (isOneUnit ? header : [...header, labels[index] ?? ''])),
      rows: targetNames(report, all).map((label) => ({
        label,
        cells: filled.map(({ rows }, index) => {
          const row = rows.find((candidate) => targetName(report, candidate.target) === label);
          const scale = scales[index];
          return row === undefined || scale === undefined ? [''] : cellLines(row.estimate, scale, style);
        }),
      })),
    },
    ...items([...whereTexts(report, all), ...missing], { dashed: true }),
  ];
}

/** Columns of one metric share a unit, which then stands above the table instead of above every column. */
function sharesUnit(columns: readonly EstimateColumn[]): boolean {
  return (
    columns.length > 1 && new Set(columns.flatMap(({ rows }) => rows.map((row) => row.metric))).size === 1
  );
}

function scaleOf(rows: readonly EstimateRow[]): Scale {
  const values = rows.flatMap(({ estimate }) => (estimate === null ? [] : [estimate.point]));
  return chooseScale(rows[0]?.unit ?? '1', values);
}

/** Where in the trial a largest value was found. */
function whereTexts(report: Report, rows: readonly EstimateRow[]): readonly string[] {
  const found = rows.filter((row) => row.estimate !== null && row.at.length > 0);
  return [...groupBy(found, (row) => row.metric).values()].flatMap((ofMetric) => {
    const places = groupBy(ofMetric, (row) => row.at.join(' or '));
    const texts = [...places].map(([place, group]) =>
      places.size === 1 ? place : `${place} (${targetNames(report, group).join(', ')})`,
    );
    const [first] = ofMetric;
    return first === undefined ? [] : [`${shortName(first)}, at the checkpoint ${texts.join('; ')}`];
  });
}

function missingTexts(report: Report, rows: readonly EstimateRow[]): readonly string[] {
  const without = rows.filter((row) => row.missing !== null);
  return [...groupBy(without, (row) => `${row.metric}\n${row.missing?.reason}`).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const trials = group.reduce((sum, row) => sum + (row.missing?.trials ?? 0), 0);
    const targets = targetNames(report, group).join(', ');
    return [
      `${shortName(first)} has no value in ${counted(trials, 'trial')} (${targets}): ${first.missing?.reason ?? ''}`,
    ];
  });
}

/** `M1 resident` */
export function shortName({ metricId, metric }: EstimateRow): string {
  return `${metricId} ${metricNamed(metric).short}`;
}
