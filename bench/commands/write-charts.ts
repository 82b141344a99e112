import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LeftOutChart } from '../../analysis/charts/chart.ts';
import { makeCharts } from '../../analysis/charts/table.ts';
import type { Report } from '../../analysis/report.ts';
import { UserError } from '../user-error.ts';

/**
 * Writes every chart that the report has data for to `<directory>/<id>.svg`, made where it is missing, and with `png` to `<id>.png` too.
 * Answers those that the report has no data for. Throws UserError where this machine cannot draw PNG.
 */
export async function writeCharts(
  report: Report,
  directory: string,
  { png = false }: { readonly png?: boolean } = {},
): Promise<readonly LeftOutChart[]> {
  // Vega is slow to load, and few commands draw.
  const { renderSvg } = await import('../../analysis/render/svg/render-svg.ts');
  const renderPng = png ? await loadPng() : undefined;
  await mkdir(directory, { recursive: true });
  const leftOut: LeftOutChart[] = [];
  const write = async (name: string, content: string | Uint8Array) => {
    await writeFile(join(directory, name), content);
  };
  for (const chart of makeCharts(report)) {
    if (chart.state === 'left-out') {
      leftOut.push(chart);
      continue;
    }
    const svg = await renderSvg(chart);
    await write(`${chart.id}.svg`, svg);
    if (renderPng !== undefined) await write(`${chart.id}.png`, renderPng(svg));
  }
  return leftOut;
}

/** The renderer is a binary for each platform, and npm leaves out what it has none for. */
async function loadPng(): Promise<(svg: string) => Uint8Array> {
  try {
    return (await import('../../analysis/render/png/render-png.ts')).renderPng;
  } catch (cause) {
    throw new UserError('--png cannot draw here: @resvg/resvg-js does not load on this platform', {
      hint: 'leave --png out and turn the SVG files into PNG elsewhere, or install the packages anew with `npm run setup`',
      cause,
    });
  }
}
