import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeCharts } from '../../analysis/charts/table.ts';
import type { Report } from '../../analysis/report.ts';

/** Writes every chart that the report has data for to `<directory>/<id>.svg`, made where it is missing. Answers the paths. */
export async function writeCharts(report: Report, directory: string): Promise<readonly string[]> {
  // Vega is slow to load, and few commands draw.
  const { renderSvg } = await import('../../analysis/render/svg/render-svg.ts');
  await mkdir(directory, { recursive: true });
  const paths: string[] = [];
  for (const chart of makeCharts(report)) {
    if (chart.state === 'left-out') continue;
    const path = join(directory, `${chart.id}.svg`);
    await writeFile(path, await renderSvg(chart));
    paths.push(path);
  }
  return paths;
}
