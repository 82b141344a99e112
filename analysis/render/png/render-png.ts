import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** What we use of @resvg/resvg-js: an optional package, whose own types would have to be there to build the lab. */
interface Resvg {
  new (svg: string, options: object): { render(): { asPng(): Uint8Array } };
}

const require = createRequire(import.meta.url);

/** Sharp on dense displays, and legible when a mail shrinks it. */
const pixelsPerUnit = 2;
/** From here on the package's fonts have no letters: Chinese, Japanese, Korean and beyond. */
const firstLackingCharacter = 0x2e80;

/**
 * A function from a picture that `renderSvg` made to PNG at twice its size, without a browser. The same picture gives the same bytes on every
 * machine, but where a name needs letters that only fonts of the system have. Throws Error where an optional package is missing.
 */
export function loadPngRenderer(): (svg: string) => Uint8Array {
  const { Resvg } = require('@resvg/resvg-js') as { Resvg: Resvg };
  const fonts = pictureFonts();
  return (svg) => {
    const loadSystemFonts = [...svg].some(
      (character) => (character.codePointAt(0) ?? 0) >= firstLackingCharacter,
    );
    const fitTo = { mode: 'zoom', value: pixelsPerUnit };
    return new Resvg(svg, { fitTo, font: { ...fonts, loadSystemFonts } }).render().asPng();
  };
}

/** Fonts of a package, so that text is drawn, and the same, where the system has none. */
export function pictureFonts() {
  const folder = join(dirname(require.resolve('dejavu-fonts-ttf/package.json')), 'ttf');
  return {
    fontFiles: ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((name) => join(folder, name)),
    defaultFontFamily: 'DejaVu Sans',
    loadSystemFonts: false,
  };
}
