import type { Unit } from '../metrics/metric.ts';

/** How the numbers of one table are shown: value × factor, with `label` as the unit in its caption. */
export interface Scale {
  readonly factor: number;
  readonly label: string;
  readonly format: (scaled: number) => string;
}

const times = [
  { atLeast: 1, factor: 1, label: 's' },
  { atLeast: 1e-3, factor: 1e3, label: 'ms' },
  { atLeast: 1e-6, factor: 1e6, label: 'us' },
  { atLeast: 0, factor: 1e9, label: 'ns' },
];
const bytes = [
  { atLeast: 2 ** 30, factor: 2 ** -30, label: 'GiB' },
  { atLeast: 2 ** 20, factor: 2 ** -20, label: 'MiB' },
  { atLeast: 2 ** 10, factor: 2 ** -10, label: 'KiB' },
  { atLeast: 0, factor: 1, label: 'B' },
];
const rates = [
  { atLeast: 1e6, factor: 1e-6, label: 'M/s' },
  { atLeast: 1e3, factor: 1e-3, label: 'k/s' },
  { atLeast: 0, factor: 1, label: '1/s' },
];

/** One scale for all numbers of a table, chosen so that the middle one of them is not below 1 of its unit. */
export function chooseScale(unit: Unit, values: readonly number[]): Scale {
  const sizes = values.map(Math.abs).sort((a, b) => a - b);
  const middle = sizes[Math.floor(sizes.length / 2)] ?? 0;
  const prefix = (table: typeof times) => {
    const row = table.find(({ atLeast }) => middle >= atLeast) ?? { factor: 1, label: unit };
    return { factor: row.factor, label: row.label, format: formatSignificant };
  };
  if (unit === 's') return prefix(times);
  if (unit === 'B') return prefix(bytes);
  if (unit === '1/s') return prefix(rates);
  if (unit === '1') return { factor: 1, label: 'ratio', format: formatRatio };
  return { factor: 1, label: 'per operation', format: formatSignificant };
}

export function formatScaled(value: number, scale: Scale): string {
  return scale.format(value * scale.factor);
}

/** Three significant digits, whole numbers from 100 up: 0.0123, 1.23, 12.3, 123, 12345. */
export function formatSignificant(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= 1e9 || size < 1e-4) return value.toExponential(2);
  if (size >= 99.95) return value.toFixed(0);
  // The digit count of the rounded value, so that 9.999 is 10.0 and not 10.00.
  const rounded = Number(value.toPrecision(3));
  return value.toFixed(Math.max(0, 2 - Math.floor(Math.log10(Math.abs(rounded)))));
}

/** Three decimals; what rounds to 0 or 1 without being it says so, because the difference is the question. */
export function formatRatio(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) <= 1) return String(value === 0 ? 0 : value);
  if (value > 0 && value < 0.0005) return '<0.001';
  if (value < 0 && value > -0.0005) return '>-0.001';
  if (value < 1 && value >= 0.9995) return '>0.999';
  if (Math.abs(value) >= 100) return formatSignificant(value);
  return value.toFixed(3);
}
