import type { Report } from '../../../results/schema/report.ts';
import { metricTable } from '../../metrics/table.ts';
import { type Block, items } from '../block.ts';
import { eventRows, occurs } from './kernel-events.ts';
import { isShown } from './shown.ts';

/** What the short names mean: the formula of every metric that the tables show. */
export function makeMetrics(report: Report): readonly Block[] {
  const rows = [
    ...report.estimates.filter((row) => isShown(report, row)),
    ...eventRows(report).filter(occurs),
  ];
  const names = new Set(rows.map((row) => row.metric));
  const shown = metricTable.filter((metric) => names.has(metric.name));
  return items(shown.map((metric) => `${metric.id} ${metric.short}: ${metric.formula}.`));
}
