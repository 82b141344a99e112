import { escapeText } from '../../../results/text/escape-text.ts';
import { chooseScale, type Scale } from '../../format/number.ts';
import { groupBy } from '../../group-by.ts';
import { metricNamed } from '../../metrics/table.ts';
import type { EstimateRow, Report } from '../../report.ts';
import { describeEstimates, renderCell } from '../cell.ts';
import { renderTable } from '../table.ts';
import { wrap } from '../wrap.ts';
import { targetName } from './names.ts';

export interface EstimateColumn {
  /** Lines above the column, without the unit. */
  readonly header: readonly string[];
  /** One row per target at most. */
  readonly rows: readonly EstimateRow[];
}

/** Targets down, the given columns across; above them what the cells are, below them why some are empty. */
export function renderEstimateTable(
  report: Report,
  title: string,
  columns: readonly EstimateColumn[],
): readonly string[] {
  const all = columns.flatMap((column) => column.rows);
  const filled = columns.filter((column) => column.rows.some((row) => row.estimate !== null));
  const missing = renderMissing(report, all);
  if (filled.length === 0) return missing;
  const estimates = all.flatMap(({ estimate }) => (estimate === null ? [] : [estimate]));
  const scales = filled.map(({ rows }) => scaleOf(isOneUnit(filled) ? all : rows));
  const unit = isOneUnit(filled) ? [scales[0]?.label ?? ''] : [];
  const caption = [title, ...unit, describeEstimates(estimates, all[0]?.machine ?? 'host')].filter(
    (text) => text !== '',
  );
  const style = {
    showN: new Set(estimates.map((estimate) => estimate.n)).size > 1,
    showInterval: !estimates.every((estimate) => estimate.intervalKind === 'exact'),
  };
  const labels = [...new Set(all.map((row) => targetName(report, row.target)))];
  const table = renderTable(
    'target',
    filled.map(({ header }, index) => (unit.length > 0 ? header : [...header, scales[index]?.label ?? ''])),
    labels.map((label) => ({
      label,
      cells: filled.map(({ rows }, index) => {
        const row = rows.find((candidate) => targetName(report, candidate.target) === label);
        const scale = scales[index];
        return row === undefined || scale === undefined ? [''] : renderCell(row.estimate, scale, style);
      }),
    })),
  );
  return [...wrap(caption.join('; '), '  ', '    '), ...table, ...renderWhere(report, all), ...missing, ''];
}

/** Columns of one metric share a unit, which then stands above the table instead of above every column. */
function isOneUnit(columns: readonly EstimateColumn[]): boolean {
  return (
    columns.length > 1 && new Set(columns.flatMap(({ rows }) => rows.map((row) => row.metric))).size === 1
  );
}

function scaleOf(rows: readonly EstimateRow[]): Scale {
  const values = rows.flatMap(({ estimate }) => (estimate === null ? [] : [estimate.point]));
  return chooseScale(rows[0]?.unit ?? '1', values);
}

/** Where in the trial a largest value was found. */
function renderWhere(report: Report, rows: readonly EstimateRow[]): readonly string[] {
  const found = rows.filter((row) => row.estimate !== null && row.at.length > 0);
  return [...groupBy(found, (row) => row.metric).values()].flatMap((ofMetric) => {
    const places = groupBy(ofMetric, (row) => row.at.join(' or '));
    const texts = [...places].map(([place, group]) => {
      const targets = [...new Set(group.map((row) => targetName(report, row.target)))].join(', ');
      return places.size === 1 ? place : `${place} (${targets})`;
    });
    const [first] = ofMetric;
    if (first === undefined) return [];
    const what = `${first.metricId} ${metricNamed(first.metric).short}, at the checkpoint`;
    return wrap(escapeText(`${what} ${texts.join('; ')}`), '  - ', '    ');
  });
}

function renderMissing(report: Report, rows: readonly EstimateRow[]): readonly string[] {
  const without = rows.filter((row) => row.missing !== null);
  const groups = groupBy(without, (row) => `${row.metric}\n${row.missing?.reason}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const targets = [...new Set(group.map((row) => targetName(report, row.target)))].join(', ');
    const trials = group.reduce((sum, row) => sum + (row.missing?.trials ?? 0), 0);
    const what = `${first.metricId} ${metricNamed(first.metric).short} has no value in ${trials} ${trials === 1 ? 'trial' : 'trials'}`;
    return wrap(`${what} (${targets}): ${escapeText(first.missing?.reason ?? '')}`, '  - ', '    ');
  });
}
