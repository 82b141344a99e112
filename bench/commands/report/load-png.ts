import { UserError } from '../../user-error.ts';
import type { PngRenderer } from './write-charts.ts';

/** Optional packages: one is a binary for each platform, and who draws no PNG need not have 16 MB of them. */
export async function loadPng(
  load: () => PngRenderer | Promise<PngRenderer> = loadRenderer,
): Promise<PngRenderer> {
  try {
    return await load();
  } catch (cause) {
    throw new UserError(
      '--png needs the optional packages @resvg/resvg-js and dejavu-fonts-ttf, which do not load',
      {
        hint: 'install them with `npm install --include=optional`, or leave --png out and turn the SVG files into PNG elsewhere',
        cause,
      },
    );
  }
}

async function loadRenderer(): Promise<PngRenderer> {
  const { loadPngRenderer } = await import('../../../analysis/render/png/render-png.ts');
  return loadPngRenderer();
}
