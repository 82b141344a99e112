import { escapeText } from '../../../results/text/escape-text.ts';
import { cut, textWidth } from './wrap.ts';

/**
 * Lines → text that ends with a newline, of printable ASCII and at most `textWidth` columns. Renderers escape and wrap what
 * they are given; this holds the promise even where one of them forgets.
 */
export function finishText(lines: readonly string[]): string {
  const safe = lines.flatMap((line) => cut(escapeText(line), textWidth)).map((line) => line.trimEnd());
  return `${safe.filter((line, index) => line !== '' || (safe[index - 1] ?? '') !== '').join('\n')}\n`;
}
