import { cut, textWidth } from './wrap.ts';

export interface TableRow {
  readonly label: string;
  /** One cell per column, each of any number of short lines. */
  readonly cells: readonly (readonly string[])[];
}

const indent = '  ';
const gap = 2;
const widestLabel = 18;
const widestCell = 22;
const widestHeader = 18;

/**
 * Aligned text table of at most `textWidth` columns. Columns that do not fit beside each other go into a further
 * part below, with the labels again; a label wider than `labelLimit` stands on a line of its own. All text must be escaped.
 */
export function renderTable(
  corner: string,
  headers: readonly (readonly string[])[],
  rows: readonly TableRow[],
  labelLimit: number = widestLabel,
): readonly string[] {
  const columns = headers.map((header, index) => {
    const cells = rows.map((row) => (row.cells[index] ?? []).flatMap((line) => cut(line, widestCell)));
    const head = header.flatMap(breakHeader);
    const width = Math.max(...[head, ...cells].flat().map((line) => line.length), 1);
    return { head, cells, width };
  });
  const labelWidth = Math.min(labelLimit, Math.max(corner.length, ...rows.map((row) => row.label.length)));
  const parts = splitToFit(
    columns.map((column) => column.width + gap),
    textWidth - indent.length - labelWidth,
  );
  return parts.flatMap((part) => {
    const shown = columns.slice(part.from, part.to);
    const widths = shown.map((column) => column.width);
    return [
      ...renderRow(
        corner,
        labelWidth,
        shown.map((column) => column.head),
        widths,
      ),
      ...rows.flatMap((row, r) =>
        renderRow(
          row.label,
          labelWidth,
          shown.map((column) => column.cells[r] ?? []),
          widths,
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
