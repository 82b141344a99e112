import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeCharts } from '../../analysis/charts/table.ts';
import type { Report } from '../../analysis/report.ts';

export type PngRenderer = (svg: string) => Uint8Array;

/**
 * Writes every chart that the report has data for to `<directory>/<id>.svg`, made where it is missing, and with `renderPng` to `<id>.png` too.
 * Answers the paths.
 */
export async function writeCharts(
  report: Report,
  directory: string,
  renderPng?: PngRenderer,
): Promise<readonly string[]> {
  // Vega is slow to load, and few commands draw.
  const { renderSvg } = await import('../../analysis/render/svg/render-svg.ts');
  await mkdir(directory, { recursive: true });
  const paths: string[] = [];
  const write = async (name: string, content: string | Uint8Array) => {
    const path = join(directory, name);
    await writeFile(path, content);
    paths.push(path);
  };
  for (const chart of makeCharts(report)) {
    if (chart.state === 'left-out') continue;
    const svg = await renderSvg(chart);
    await write(`${chart.id}.svg`, svg);
    if (renderPng !== undefined) await write(`${chart.id}.png`, renderPng(svg));
  }
  return paths;
}
