import type { ChartColumn, ChartRow, ChartSpec } from '../chart.ts';

const schema = 'https://vega.github.io/schema/vega-lite/v6.json';
const titleLength = 92;
const subtitleLength = 120;
const headerLength = 40;

export interface SpecParts {
  readonly title: string;
  readonly subtitle: string;
  readonly rows: readonly ChartRow[];
}

/** What every chart has: the finding above it, and its table as the data called `table`. */
export function makeSpec({ title, subtitle, rows }: SpecParts, body: ChartSpec): ChartSpec {
  return {
    $schema: schema,
    title: {
      text: breakLines(title, titleLength),
      subtitle: breakLines(subtitle, subtitleLength),
      anchor: 'start',
      frame: 'group',
      offset: 12,
    },
    data: { name: 'table', values: rows },
    ...body,
  };
}

/** Vega does not break lines. */
export function breakLines(text: string, length: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= length)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** All that the table shows of a row, so that a mark and its row say the same. */
export function tooltipOf(columns: readonly ChartColumn[]): readonly ChartSpec[] {
  return columns
    .filter(({ raw }) => raw !== true)
    .map(({ field, title }) => ({ field, title, type: 'nominal' }));
}

/** Targets can be picked in the legend; the rest grows pale. */
export const legendSelection = {
  params: [{ name: 'picked', select: { type: 'point', fields: ['target'] }, bind: 'legend' }],
  opacity: { condition: { param: 'picked', value: 1 }, value: 0.12 },
} as const;

/** Numbers the cells of rows in their order: Vega-Lite would have them by the alphabet, 4000 before 64. */
export function inPanels<Row extends { readonly cell: string }>(
  rows: readonly Row[],
): readonly (Row & { readonly panel: number })[] {
  const cells = [...new Set(rows.map(({ cell }) => cell))];
  const panels = new Map(cells.map((cell, index) => [cell, index]));
  return rows.map((row) => ({ ...row, panel: panels.get(row.cell) ?? 0 }));
}

/** A panel for each cell of rows from `inPanels`, or for each of `names`, its name in as many lines as it takes. */
export function panelsBy(field: string, names?: readonly string[]): ChartSpec {
  return {
    ...{ field, type: 'nominal', title: null, sort: names ?? { field: 'panel', op: 'min' } },
    header: {
      labelExpr: `split(trim(replace(datum.label, regexp('(.{1,${headerLength}})(?: |$)', 'g'), '$1\\n')), '\\n')`,
      labelLimit: 0,
      labelFontSize: 12,
    },
  };
}

/** At most so many parts: charts must be legible on paper. The table has all. */
export const mostFacets = 9;

export function facetColumns(facets: number): number {
  if (facets <= 2) return facets;
  return facets === 4 ? 2 : 3;
}
