import type { Estimate } from '../../estimate.ts';
import { chooseScale, formatEnds, formatScaled } from '../../format/number.ts';
import type { Unit } from '../../metrics/metric.ts';
import type { ChartColumn, ChartRow } from '../chart.ts';

/** Number, interval and n of an estimate: as one text for people, and as fields for marks and the CSV. */
export function estimateRow(estimate: Estimate, unit: Unit): ChartRow {
  const { point, lower, upper, n } = estimate;
  return {
    ...{ value: estimateText(estimate, unit), n, interval: intervalText(estimate) },
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

/** `1.23 [1.20, 1.27] us`; nothing in brackets where all blocks agree. */
export function estimateText({ point, lower, upper, n }: Estimate, unit: Unit): string {
  const scale = chooseScale(unit, [point]);
  const label = unit === '1' ? '' : ` ${scale.label}`;
  const [low, high] = formatEnds(lower, upper, scale);
  const ends = n < 2 || lower === upper ? '' : ` [${low}, ${high}]`;
  return `${formatScaled(point, scale)}${ends}${label}`;
}

function intervalText({ intervalKind, coverage, n }: Estimate): string {
  if (n < 2) return 'one value, no interval';
  if (intervalKind === 'exact') return `the same in all ${n} blocks`;
  if (intervalKind === 'bootstrap') return '95 % bootstrap over blocks, all of them together';
  if (intervalKind === 'range' || coverage === null) return 'lowest to highest';
  return `${(Math.floor(coverage * 1000) / 10).toFixed(1)} %`;
}
