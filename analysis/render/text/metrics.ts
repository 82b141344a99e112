import { metricTable } from '../../metrics/table.ts';
import type { Report } from '../../report.ts';
import { wrap } from '../wrap.ts';
import { eventRows, occurs } from './kernel-events.ts';
import { isShown } from './shown.ts';

/** What the short names mean: the formula of every metric that the tables above show. */
export function renderMetrics(report: Report): readonly string[] {
  const rows = [
    ...report.estimates.filter((row) => isShown(report, row)),
    ...eventRows(report).filter(occurs),
  ];
  const names = new Set(rows.map((row) => row.metric));
  const shown = metricTable.filter((metric) => names.has(metric.name));
  if (shown.length === 0) return [];
  const lines = shown.map((metric) => `${metric.id} ${metric.short}: ${metric.formula}.`);
  return ['', 'Metrics', ...lines.flatMap((line) => wrap(line, '  ', '    '))];
}
