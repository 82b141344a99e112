import type { Report } from '../../results/schema/report.ts';
import { escapeText } from '../../results/text/escape-text.ts';
import type { Table } from '../document/block.ts';
import { makeDocument } from '../document/make-document.ts';

/** Report → tables of targets and metrics, as wide as they need, for a wide terminal or `less -S`. Columns are apart by two blanks. */
export function renderMatrix(report: Report): string {
  const tables = makeDocument(report, 'matrix')
    .flatMap(({ blocks }) => blocks)
    .filter((block) => block.type === 'table');
  return tables.map(printTable).join('\n');
}

function printTable({ caption, corner, heads, rows }: Table): string {
  const lines = [
    [corner, ...heads.map((head) => head.join(' '))],
    ...rows.map(({ label, cells }) => [label, ...cells.map((cell) => cell.join(' '))]),
  ].map((line) => line.map(escapeText));
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  const text = lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `${[escapeText(caption), ...text].join('\n')}\n`;
}
