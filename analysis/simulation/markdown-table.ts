/** Rows of cells as a Markdown table; the first row is its header, the first column text and the rest numbers. */
export function renderMarkdownTable(rows: readonly (readonly string[])[]): string {
  const [header = [], ...body] = rows;
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = `|${header.map((_, i) => (i === 0 ? '---' : '---:')).join('|')}|`;
  return [line(header), rule, ...body.map(line)].join('\n');
}
