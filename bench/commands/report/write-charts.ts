import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LeftOutChart } from '../../../analysis/charts/chart.ts';
import { makeCharts } from '../../../analysis/charts/table.ts';
import type { Report } from '../../../results/schema/report.ts';

export type PngRenderer = (svg: string) => Uint8Array;

/**
 * Writes every chart that the report has data for to `<directory>/<id>.svg`, made where it is missing, and with `renderPng` to `<id>.png` too.
 * Answers those that the report has no data for.
 */
export async function writeCharts(
  report: Report,
  directory: string,
  renderPng?: PngRenderer,
): Promise<readonly LeftOutChart[]> {
  // Vega is slow to load, and few commands draw.
  const { renderSvg } = await import('../../../analysis/render/svg/render-svg.ts');
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
