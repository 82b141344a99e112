import { escapeHtml } from '../../../results/text/escape-html.ts';
import type { ChartColumn, ChartRow } from '../../charts/chart.ts';
import type { ChartFigure } from '../../document/block.ts';
import { htmlTable } from './html-table.ts';
import type { PageChart, PageVariant } from './page-data.ts';

const files = { csv: 'data (CSV)', svg: 'picture (SVG)', png: 'picture (PNG)' } as const;

/** A chart with its table and its files. */
export function chartHtml(
  { id, reading, description }: ChartFigure,
  { columns, variants }: PageChart,
): string {
  const each = (html: (variant: (typeof variants)[number]) => string) =>
    variants.map((variant, index) => wrapVariant(variant.name, index, html(variant))).join('\n');
  const buttons = Object.entries(files).map(
    ([kind, text]) =>
      `<button type="button" data-file="${kind}" aria-label="${escapeHtml(`${text} of ${id}`)}">${text}</button>`,
  );
  return [
    `<figure id="chart-${id}">`,
    each(({ title, subtitle }) => `<h3>${escapeHtml(title)}</h3><p>${escapeHtml(subtitle)}</p>`),
    `<p class="quiet">${escapeHtml(reading)}</p>`,
    // Its text alternative names what is drawn; the numbers are in the table.
    `<div class="wide" tabindex="0" role="img" aria-label="${escapeHtml(`${description} All numbers are in the table below.`)}"><div class="drawing" aria-hidden="true"></div></div>`,
    `<figcaption>${buttons.join(' ')}</figcaption>`,
    '<details><summary>Table</summary>',
    each((variant) => tableHtml(columns, variant)),
    '</details></figure>',
  ].join('\n');
}

function tableHtml(columns: readonly ChartColumn[], { title, rows }: PageVariant): string {
  const fields = shown(columns, rows);
  return htmlTable({
    caption: title,
    heads: fields.map(({ title: head, unit }) => (unit === '' ? head : `${head} (${unit})`)),
    rows: rows.map((row) => ({
      cells: fields.map(({ field }) => cellText(row[field])),
      ...(typeof row.target === 'string' ? { target: row.target } : {}),
    })),
  });
}

function wrapVariant(name: string, index: number, html: string): string {
  if (name === '') return html;
  return `<div data-variant="${escapeHtml(name)}"${index === 0 ? '' : ' hidden'}>${html}</div>`;
}

/** Columns with something to read: a run without a margin has no detectable effects. */
function shown(columns: readonly ChartColumn[], rows: readonly ChartRow[]): readonly ChartColumn[] {
  return columns.filter(({ raw, field }) => raw !== true && rows.some((row) => cellText(row[field]) !== ''));
}

function cellText(value: string | number | null | undefined): string {
  return typeof value === 'number' && !Number.isInteger(value) ? value.toPrecision(4) : String(value ?? '');
}
