import type { Report } from '../../../results/schema/report.ts';
import type { EstimateRow } from '../../../results/schema/report-rows.ts';
import { sampledMeanBytes, sampledPeakBytes } from '../../metrics/memory-over-time.ts';
import { metricNamed } from '../../metrics/table.ts';

/** Rows that are there because somebody asked for them are worth a line on one node too. */
const askedFor: ReadonlySet<string> = new Set([sampledPeakBytes.name, sampledMeanBytes.name]);

/**
 * Not every row is worth a line: a latency trial disturbs what it counts, so that its counts are those of throughput
 * trials with an error, and on one node the counts answer nothing that the other section does not.
 */
export function isShown(report: Report, row: EstimateRow): boolean {
  const metric = metricNamed(row.metric);
  if (!metric.inText || row.workload === 'calibrate') return false;
  if (askedFor.has(row.metric)) return true;
  const timesOnly = row.mode === 'latency' || report.sections[row.section]?.purpose === 'one-node';
  return metric.kind === 'time' || !timesOnly;
}
