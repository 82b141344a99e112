import { None, parse, resetSVGDefIds, View } from 'vega';
import type { DrawnChart } from '../../charts/chart.ts';
import { chartThemes } from './chart-theme.ts';
import { compileChart } from './compile-chart.ts';

/** A chart as an SVG document, without a browser. The same chart gives the same bytes: text is measured by rule, not by fonts. */
export async function renderSvg({ spec }: DrawnChart): Promise<string> {
  const { vega } = compileChart(spec);
  // Vega numbers its definitions over the life of the process.
  resetSVGDefIds();
  const view = new View(parse(vega, chartThemes.paper), { renderer: 'none', logLevel: None });
  try {
    return `${await view.toSVG()}\n`;
  } finally {
    view.finalize();
  }
}
