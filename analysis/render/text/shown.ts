import { metricNamed } from '../../metrics/table.ts';
import type { EstimateRow, Report } from '../../report.ts';

/**
 * Not every row is worth a line: a latency trial disturbs what it counts, so that its counts are those of throughput
 * trials with an error, and on one node the counts answer nothing that the other section does not.
 */
export function isShown(report: Report, row: EstimateRow): boolean {
  const metric = metricNamed(row.metric);
  if (!metric.inText || row.workload === 'calibrate') return false;
  const timesOnly = row.mode === 'latency' || report.sections[row.section]?.purpose === 'one-node';
  return metric.kind === 'time' || !timesOnly;
}
