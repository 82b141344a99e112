import type { Report } from '../../../results/schema/report.ts';
import type { EstimateRow } from '../../../results/schema/report-rows.ts';
import { cellKey } from '../../estimate/row-key.ts';
import { metricNamed } from '../../metrics/table.ts';
import type { Block } from '../block.ts';
import { placementKey } from '../names.ts';
import { type EstimateColumn, makeEstimateTable } from './estimate-table.ts';
import { captionOf, placementColumns } from './workloads.ts';

const costName = 'tlb_shootdowns_per_operation';

/** Peak resident over peak live of one question, and beside it what giving memory back at once costs: a table for each placement. */
export function makePeaks(report: Report, what: string, peaks: readonly EstimateRow[]): readonly Block[] {
  const cells = new Set(peaks.map(cellKey));
  const costs = report.estimates.filter(
    (row) => row.metric === costName && !row.control && row.estimate !== null && cells.has(cellKey(row)),
  );
  return placementColumns(peaks).flatMap(({ header, rows }) => {
    const places = new Set(rows.map(placementKey));
    const beside = costs.filter((row) => places.has(placementKey(row)));
    const columns = [rows, beside].filter((column) => column.length > 0);
    const title = `${what}, ${header.join(' ')}: ${columns.map(captionOf).join(', ')}`;
    return makeEstimateTable(report, title, columns.map(nameColumn));
  });
}

function nameColumn(rows: readonly EstimateRow[]): EstimateColumn {
  return { header: rows.slice(0, 1).map(({ metric }) => metricNamed(metric).short), rows };
}
