import { Resvg } from '@resvg/resvg-js';
import { pictureFonts } from './picture-fonts.ts';

/** Sharp on dense displays, and legible when a mail shrinks it. */
const pixelsPerUnit = 2;
/** From here on the package's fonts have no letters: Chinese, Japanese, Korean and beyond. */
const firstLackingCharacter = 0x2e80;

/**
 * A picture that `renderSvg` made, as PNG at twice its size, without a browser. The same picture gives the same bytes on every machine,
 * but where a name needs letters that only fonts of the system have.
 */
export function renderPng(svg: string): Uint8Array {
  const fonts = pictureFonts();
  const loadSystemFonts = [...svg].some(
    (character) => (character.codePointAt(0) ?? 0) >= firstLackingCharacter,
  );
  const picture = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: pixelsPerUnit },
    font: { ...fonts, loadSystemFonts },
  });
  return picture.render().asPng();
}
