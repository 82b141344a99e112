import * as vega from 'vega';
import type { DrawnChart } from '../../charts/chart.ts';
import { chartThemes } from './chart-theme.ts';
import { compileChart } from './compile-chart.ts';
import { measureText } from './measure-text.ts';

/** A chart as an SVG document, without a browser. The same chart gives the same bytes: text is measured by a table, not by this machine's fonts. */
export async function renderSvg({ spec }: DrawnChart): Promise<string> {
  const { vega: compiled } = compileChart(spec);
  measureByTable();
  // Vega numbers its definitions over the life of the process.
  vega.resetSVGDefIds();
  const view = new vega.View(vega.parse(compiled, chartThemes.paper), {
    renderer: 'none',
    logLevel: vega.None,
  });
  try {
    return `${await view.toSVG()}\n`;
  } finally {
    view.finalize();
  }
}

interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
  /** Vega cuts longer lines off there. */
  readonly limit?: number;
}

/** Vega's own hook for programs without a canvas, which its types leave out. */
interface TextMetrics {
  width: (item: TextItem, line: unknown) => number;
}

/** Without a canvas Vega takes every character for 0.8 of the font's size, and leaves a third of a picture empty beside its title. */
function measureByTable(): void {
  const { textMetrics } = vega as unknown as { readonly textMetrics: TextMetrics };
  textMetrics.width = ({ fontSize = 11, fontWeight, limit = 0 }, line) => {
    const width = measureText(String(line ?? '').trim(), fontSize, fontWeight === 'bold');
    return limit > 0 ? Math.min(width, limit) : width;
  };
}
