import { csvField } from '../../../results/text/csv-field.ts';
import type { ChartColumn, ChartRow } from '../../charts/chart.ts';

/** The rows of a chart as RFC 4180 text, units in the heads; numbers as they are, with up to ten digits. */
export function renderCsv(columns: readonly ChartColumn[], rows: readonly ChartRow[]): string {
  const head = columns.map(({ title, unit }) => (unit === '' ? title : `${title} (${unit})`));
  const lines = rows.map((row) => columns.map(({ field }) => row[field] ?? ''));
  return [head, ...lines].map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}

/** Words that a spreadsheet would take for a formula are marked as words. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  return csvField(/^[=+@\t-]/.test(value) ? `'${value}` : value);
}
