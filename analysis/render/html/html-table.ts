import { escapeHtml } from './escape-html.ts';

export interface HtmlTable {
  readonly caption: string;
  readonly heads: readonly string[];
  readonly rows: readonly HtmlRow[];
}

export interface HtmlRow {
  readonly cells: readonly string[];
  /** Of the filter: a row of this target can be put away. */
  readonly target?: string;
}

/** A table of text, in a box that scrolls by itself and can be reached by the keyboard. */
export function htmlTable({ caption, heads, rows }: HtmlTable): string {
  const head = heads.map((text) => `<th scope="col">${escapeHtml(text)}</th>`).join('');
  const body = rows.map(({ cells, target }) => {
    const [first = '', ...rest] = cells.map(escapeHtml);
    const data = target === undefined ? '' : ` data-target="${escapeHtml(target)}"`;
    return `<tr${data}><th scope="row">${first}</th>${rest.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  });
  return [
    `<div class="wide" tabindex="0" role="region" aria-label="${escapeHtml(caption)}">`,
    `<table><caption>${escapeHtml(caption)}</caption><thead><tr>${head}</tr></thead><tbody>`,
    ...body,
    '</tbody></table></div>',
  ].join('\n');
}
