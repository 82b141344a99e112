import type { Estimate, Unit } from '../../../results/schema/estimate.ts';
import { estimateText, intervalName } from '../../format/interval.ts';
import type { ChartColumn, ChartRow } from '../chart.ts';

/** Number, interval and n of an estimate: as one text for people, and as fields for marks and the CSV. */
export function estimateRow(estimate: Estimate, unit: Unit): ChartRow {
  const { point, lower, upper, n } = estimate;
  return {
    ...{ value: estimateText(estimate, unit), n, interval: intervalName(estimate) },
    ...{ point: roundOff(point), lower: roundOff(lower), upper: roundOff(upper) },
  };
}

/** Ten digits: beyond them logarithms differ from one machine to the next, and files with the same data would too. */
export function roundOff(value: number): number {
  return Number(value.toPrecision(10));
}

/** Columns of what `estimateRow` makes. */
export function estimateColumns(title: string, unit: string): readonly ChartColumn[] {
  return [
    { field: 'value', title, unit: '' },
    { field: 'point', title, unit, raw: true },
    { field: 'lower', title: 'lower end', unit, raw: true },
    { field: 'upper', title: 'upper end', unit, raw: true },
    { field: 'n', title: 'n', unit: 'blocks' },
    { field: 'interval', title: 'interval', unit: '' },
  ];
}
