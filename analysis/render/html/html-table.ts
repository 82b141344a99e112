import { escapeHtml } from '../../../results/text/escape-html.ts';

export interface HtmlTable {
  readonly caption: string;
  readonly heads: readonly string[];
  readonly rows: readonly HtmlRow[];
  /** Cells of sentences: where the window is narrow each row becomes a block of its own, with the heads before the cells. */
  readonly prose?: true;
}

export interface HtmlRow {
  readonly cells: readonly string[];
  /** Of the filter: a row of this target can be put away. */
  readonly target?: string;
}

/** A table of text, in a box that scrolls by itself and can be reached by the keyboard. */
export function htmlTable({ caption, heads, rows, prose }: HtmlTable): string {
  // A table that is laid out as blocks is none to a screen reader unless its parts say so.
  const role = (name: string) => (prose ? ` role="${name}"` : '');
  const head = heads
    .map((text) => `<th scope="col"${role('columnheader')}>${escapeHtml(text)}</th>`)
    .join('');
  const cell = (text: string, index: number) => {
    const label = prose ? ` data-head="${escapeHtml(heads[index] ?? '')}"` : '';
    const kind = isNumber(text) ? ' class="number"' : '';
    return index === 0
      ? `<th scope="row"${role('rowheader')}${kind}>${escapeHtml(text)}</th>`
      : `<td${role('cell')}${label}${kind}>${escapeHtml(text)}</td>`;
  };
  const body = rows.map(({ cells, target }) => {
    const data = target === undefined ? '' : ` data-target="${escapeHtml(target)}"`;
    return `<tr${role('row')}${data}>${cells.map(cell).join('')}</tr>`;
  });
  return [
    `<div class="wide" tabindex="0" role="region" aria-label="${escapeHtml(caption)}">`,
    `<table${prose ? ' class="prose" role="table"' : ''}><caption>${escapeHtml(caption)}</caption>`,
    `<thead${role('rowgroup')}><tr${role('row')}>${head}</tr></thead><tbody${role('rowgroup')}>`,
    ...body,
    '</tbody></table></div>',
  ].join('\n');
}

/** A number with its interval, which must not be torn. */
function isNumber(text: string): boolean {
  return /^[-<\d][^a-z]{0,30}$/.test(text);
}
