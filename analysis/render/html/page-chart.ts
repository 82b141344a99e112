import type { DrawnChart } from '../../charts/chart.ts';
import type { ChartFigure } from '../../document/block.ts';
import { compileChart } from '../svg/compile-chart.ts';
import type { PageChart, PageVariant } from './page-data.ts';

/** A chart with its specifications compiled: the page needs no compiler. */
export function makePageChart({ id, columns, variants }: ChartFigure): PageChart {
  return { id, columns, variants: variants.map(({ name, chart }) => makeVariant(chart, name)) };
}

function makeVariant({ title, spec, table }: DrawnChart, name: string): PageVariant {
  const { vega } = compileChart(spec);
  const { subtitle } = typeof vega.title === 'object' ? vega.title : {};
  const lines = Array.isArray(subtitle) ? subtitle : [subtitle ?? ''];
  return {
    ...{ name, title, subtitle: lines.join(' '), rows: table.rows },
    spec: vega as Readonly<Record<string, unknown>>,
  };
}
