import { join } from 'node:path';
import type { Chart } from '../../charts/chart.ts';
import { chartTable, makeCharts } from '../../charts/table.ts';
import { groupBy } from '../../load/group-by.ts';
import { loadRun } from '../../load/load-run.ts';
import { buildReport } from '../../report/build-report.ts';
import { renderSvg } from './render-svg.ts';

/** A picture that is committed. */
export interface Picture {
  /** From the root of the lab. */
  readonly path: string;
  readonly svg: string;
}

/**
 * The picture of every chart from the published run that its page names. Throws where such a run cannot be read or has no data for the
 * chart: then the page names another.
 */
export async function renderPictures(root: string): Promise<readonly Picture[]> {
  const pictures: Picture[] = [];
  for (const [run, makers] of groupBy(chartTable, ({ page }) => page.picture)) {
    if (run === null) continue;
    const charts = await readPublishedCharts(root, run);
    for (const { id } of makers) {
      const chart = charts.find((one) => one.id === id);
      if (chart?.state !== 'chart') throw new Error(`the published run ${run} has no data for ${id}`);
      pictures.push({ path: `docs/charts/${id}.svg`, svg: await renderSvg(chart) });
    }
  }
  return pictures;
}

/** The charts of a published run. Throws where it cannot be read. */
export async function readPublishedCharts(root: string, run: string): Promise<readonly Chart[]> {
  const loaded = await loadRun(join(root, 'results', 'published', run));
  if (loaded.state === 'problem') throw new Error(loaded.message);
  return makeCharts(buildReport(loaded.run));
}
