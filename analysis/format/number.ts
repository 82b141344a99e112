/** How the numbers of one table are shown: value × factor, with `label` as the unit in its caption. */
export interface Scale {
  readonly factor: number;
  readonly label: string;
  /** `moreDigits`: how many more than usual. */
  readonly format: (scaled: number, moreDigits: number) => string;
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

/** One scale for all numbers of a table, chosen so that the middle one of them is not below 1 of its unit. Units of no metric stay as they are. */
export function chooseScale(unit: string, values: readonly number[]): Scale {
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
  return { factor: 1, label: unit, format: formatSignificant };
}

export function formatScaled(value: number, scale: Scale): string {
  return scale.format(value * scale.factor, 0);
}

const mostExtraDigits = 3;

/** Both ends of an interval with as many digits as it takes to tell them apart, up to three more than usual. */
export function formatEnds(lower: number, upper: number, scale: Scale): readonly [string, string] {
  for (let more = 0; ; more += 1) {
    const ends = [
      scale.format(lower * scale.factor, more),
      scale.format(upper * scale.factor, more),
    ] as const;
    if (lower === upper || ends[0] !== ends[1] || more === mostExtraDigits) return ends;
  }
}

/** Three significant digits, whole numbers from 100 up: 0.0123, 1.23, 12.3, 123, 12345. */
export function formatSignificant(value: number, moreDigits = 0): string {
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= 1e9 || size < 1e-4) return value.toExponential(2 + moreDigits);
  // The magnitude of the rounded value, so that 9.999 is 10.0 and not 10.00.
  const rounded = Math.abs(Number(value.toPrecision(3 + moreDigits)));
  return value.toFixed(Math.max(0, 2 + moreDigits - Math.floor(Math.log10(rounded))));
}

/** Three decimals; what rounds to 0 or 1 without being it says so, because the difference is the question. */
export function formatRatio(value: number, moreDigits = 0): string {
  if (value === 0 || value === 1) return String(Math.abs(value));
  if (Math.abs(value) >= 10) return formatSignificant(value, moreDigits);
  const decimals = 3 + moreDigits;
  const text = value.toFixed(decimals);
  const step = (10 ** -decimals).toFixed(decimals);
  if (Number(text) === 0) return value > 0 ? `<${step}` : `>-${step}`;
  if (Number(text) === 1 && value < 1) return `>${(1 - 10 ** -decimals).toFixed(decimals)}`;
  return text;
}
