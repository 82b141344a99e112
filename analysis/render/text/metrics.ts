import { metricNamed } from '../../metrics/table.ts';
import type { Report } from '../../report.ts';
import { wrap } from '../wrap.ts';

/** What the short names mean: the formula of every metric that the report may show and this run has. */
export function renderMetrics(report: Report): readonly string[] {
  const names = [...new Set(report.estimates.map((row) => row.metric))];
  const shown = names.map(metricNamed).filter((metric) => metric.inText);
  if (shown.length === 0) return [];
  const lines = shown.map((metric) => `${metric.id} ${metric.short}: ${metric.formula}.`);
  return ['', 'Metrics', ...lines.flatMap((line) => wrap(line, '  ', '    '))];
}
