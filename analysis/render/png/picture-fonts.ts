import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The fonts of pictures for resvg: those of the package, so that text is drawn, and the same, where the system has none. */
export function pictureFonts() {
  const folder = join(
    dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')),
    'ttf',
  );
  return {
    fontFiles: ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((name) => join(folder, name)),
    defaultFontFamily: 'DejaVu Sans',
    loadSystemFonts: false,
  };
}
