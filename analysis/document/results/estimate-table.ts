import type { Estimate, Unit } from '../../../results/schema/estimate.ts';
import type { Report } from '../../../results/schema/report.ts';
import type { EstimateRow } from '../../../results/schema/report-rows.ts';
import { counted } from '../../../results/text/counted.ts';
import { cellLines, describeEstimates } from '../../format/interval.ts';
import { chooseScale, type Scale } from '../../format/number.ts';
import { targetName } from '../../format/target-name.ts';
import { groupBy } from '../../load/group-by.ts';
import { metricNamed } from '../../metrics/table.ts';
import { type Block, items, type Table } from '../block.ts';
import { targetNames } from '../names.ts';

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
  const [first] = all;
  if (first === undefined || filled.length === 0) return items(missing, { areRemarks: true });
  // Columns of one metric share a unit, which then stands above the table instead of above every column.
  const isOneMetric = filled.length > 1 && new Set(all.map((row) => row.metric)).size === 1;
  return [
    makeTargetTable(report, { title, unit: isOneMetric ? first.unit : null, machine: first.machine }, filled),
    ...items([...whereTexts(report, all), ...missing], { areRemarks: true }),
  ];
}

interface TargetRow {
  readonly target: string;
  readonly unit: Unit;
  readonly estimate: Estimate | null;
}

interface TableHead {
  readonly title: string;
  /** Of all columns; null where each has its own. */
  readonly unit: Unit | null;
  readonly machine: 'host' | 'virtual';
}

/** Targets down, the given columns across. */
export function makeTargetTable(
  report: Report,
  { title, unit, machine }: TableHead,
  columns: readonly { readonly header: readonly string[]; readonly rows: readonly TargetRow[] }[],
): Table {
  const all = columns.flatMap(({ rows }) => rows);
  const estimates = all.flatMap(({ estimate }) => estimate ?? []);
  const style = {
    estimates,
    showInterval: !estimates.every(({ intervalKind }) => intervalKind === 'exact'),
  };
  const scales = columns.map(({ rows }) => scaleOf(unit === null ? rows : all));
  const shared = unit === null ? '' : (scales[0]?.label ?? '');
  return {
    type: 'table',
    caption: [title, shared, describeEstimates(estimates, machine)].filter((text) => text !== '').join('; '),
    corner: 'target',
    heads: columns.map(({ header }, at) => (unit === null ? [...header, scales[at]?.label ?? ''] : header)),
    rows: targetNames(report, all).map((label) => ({
      label,
      cells: columns.map(({ rows }, at) => {
        const row = rows.find(({ target }) => targetName(report, target) === label);
        const scale = scales[at];
        return row === undefined || scale === undefined ? [''] : cellLines(row.estimate, scale, style);
      }),
    })),
  };
}

function scaleOf(rows: readonly TargetRow[]): Scale {
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
