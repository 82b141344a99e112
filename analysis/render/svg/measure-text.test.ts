import { Resvg } from '@resvg/resvg-js';
import { expect, test } from 'vitest';
import { pictureFonts } from '../png/render-png.ts';
import { measureText } from './measure-text.ts';

/** Where a mark of the size of nothing stands that is drawn behind the text. */
function drawnWidth(text: string, weight: string): number {
  const line = `${text}|`.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9000" height="200"><text y="100" font-family="DejaVu Sans" font-size="100" font-weight="${weight}" style="font-variant-ligatures:none;font-kerning:none">${line}</text></svg>`;
  return new Resvg(svg, { font: pictureFonts() }).getBBox()?.width ?? 0;
}

test.each(['normal', 'bold'])('text in %s letters is as wide as the font makes it', (weight) => {
  for (const text of ['throughput of 2 threads', 'WMmil.,:|', '0.123 [0.1, 0.2] ns', '<&>%+-/()=~']) {
    const measured = measureText(`${text}|`, 100, weight === 'bold');
    // A box of ink lacks the space before the first letter and behind the last.
    expect(Math.abs(measured - drawnWidth(text, weight))).toBeLessThan(40);
  }
});

test('letters that the table does not have get the room of an ideogram', () => {
  expect(measureText('漢字', 11, false)).toBe(22);
});
