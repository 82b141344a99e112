import { escapeText } from '../../../results/text/escape-text.ts';
import type { Table } from '../../document/block.ts';
import { cut, textWidth } from './wrap.ts';

const indent = '  ';
const gap = 2;
const widestLabel = 18;
const widestCell = 22;
const widestHeader = 18;

/**
 * Aligned text table of at most `textWidth` columns, without its caption. Columns that do not fit beside each other go into a further
 * part below, with the labels again; a label wider than its column may become stands on a line of its own.
 */
export function renderTable({
  corner,
  heads,
  rows,
  labelWidth: limit = widestLabel,
}: Omit<Table, 'type' | 'caption'>): readonly string[] {
  const columns = heads.map((head, index) => ({
    head: head.map(escapeText).flatMap(breakHeader),
    cells: rows.map(({ cells }) => (cells[index] ?? []).flatMap((line) => cut(escapeText(line), widestCell))),
  }));
  const widths = columns.map(({ head, cells }) =>
    Math.max(...[head, ...cells].flat().map((line) => line.length), 1),
  );
  const labels = rows.map(({ label }) => escapeText(label));
  const labelWidth = Math.min(limit, Math.max(corner.length, ...labels.map((label) => label.length)));
  const parts = splitToFit(
    widths.map((width) => width + gap),
    textWidth - indent.length - labelWidth,
  );
  return parts.flatMap(({ from, to }) => {
    const row = (label: string, cells: readonly (readonly string[])[]) =>
      renderRow(label, labelWidth, cells.slice(from, to), widths.slice(from, to));
    return [
      ...row(
        escapeText(corner),
        columns.map(({ head }) => head),
      ),
      ...labels.flatMap((label, r) =>
        row(
          label,
          columns.map(({ cells }) => cells[r] ?? []),
        ),
      ),
    ];
  });
}

/** Words of a header, one line for as many as fit. */
function breakHeader(header: string): readonly string[] {
  const lines: string[] = [];
  for (const word of header.split(' ').flatMap((w) => cut(w, widestHeader))) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= widestHeader)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function splitToFit(widths: readonly number[], room: number): readonly { from: number; to: number }[] {
  const parts: { from: number; to: number }[] = [];
  let [from, used] = [0, 0];
  for (const [index, width] of widths.entries()) {
    if (index > from && used + width > room) {
      parts.push({ from, to: index });
      [from, used] = [index, 0];
    }
    used += width;
  }
  return [...parts, { from, to: widths.length }];
}

function renderRow(
  label: string,
  labelWidth: number,
  cells: readonly (readonly string[])[],
  widths: readonly number[],
): readonly string[] {
  const height = Math.max(1, ...cells.map((cell) => cell.length));
  // A label too long for its column stands on lines of its own: it must not be cut to look like another.
  const isLong = label.length > labelWidth;
  const above = isLong ? cut(label, textWidth - indent.length).map((piece) => indent + piece) : [];
  const lines = Array.from({ length: height }, (_, y) => {
    const left = (y === 0 && !isLong ? label : '').padEnd(labelWidth);
    const right = cells.map((cell, x) => (cell[y] ?? '').padStart((widths[x] ?? 0) + gap)).join('');
    return (indent + left + right).trimEnd();
  });
  return [...above, ...lines.filter((line) => line !== '')];
}
