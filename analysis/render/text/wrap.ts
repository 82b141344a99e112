import { escapeText } from '../../../results/text/escape-text.ts';

/** Widest line of a text report: what mail clients quote without breaking it. */
export const textWidth = 72;

/**
 * Text → lines of at most `textWidth` columns of printable ASCII. The first line begins with `first`, later ones with `rest`; a word that is too
 * long for a line of its own is cut.
 */
export function wrap(text: string, first = '', rest = first): readonly string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of escapeText(text)
    .split(' ')
    .filter((w) => w !== '')) {
    for (const piece of cut(word, textWidth - Math.max(first.length, rest.length) - 1)) {
      const gap = isEmpty ? '' : ' ';
      if (!isEmpty && line.length + 1 + piece.length > textWidth) {
        lines.push(line);
        line = rest + piece;
      } else {
        line += gap + piece;
      }
      isEmpty = false;
    }
  }
  return [...lines, line.trimEnd()];
}

/** Pieces of at most `width` characters. */
export function cut(text: string, width: number): readonly string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; at += width) pieces.push(text.slice(at, at + width));
  return pieces.length === 0 ? [''] : pieces;
}
