import type { ChartColumn, DrawnChart, LeftOutChart } from '../../charts/chart.ts';
import { chartText } from '../../charts/parts/chart-text.ts';
import { ratioForest } from '../../charts/ratio-forest.ts';
import { makeChart, makeCharts } from '../../charts/table.ts';
import type { ComparisonRow, Report } from '../../report.ts';
import { compileChart } from '../svg/compile-chart.ts';
import type { PageVariant } from './page-data.ts';

export type ReportChart =
  | LeftOutChart
  | {
      readonly state: 'chart';
      readonly id: string;
      readonly description: string;
      readonly columns: readonly ChartColumn[];
      readonly variants: readonly PageVariant[];
    };

/** Comparisons of the same run against other baselines than the planned one, by target. */
export type OtherBaselines = ReadonlyMap<string, readonly ComparisonRow[]>;

/** Charts with their specifications compiled, the forest plot once for each baseline. */
export function reportCharts(report: Report, baselines: OtherBaselines): readonly ReportChart[] {
  return makeCharts(report).map((chart) => {
    if (chart.state === 'left-out') return chart;
    const { id, description, table } = chart;
    const own = makeVariant(chart, '');
    const more = chart.id === ratioForest.id ? otherForests(report, baselines) : [];
    const variants = more.length === 0 ? [own] : [{ ...own, name: chartText(report.run.baseline) }, ...more];
    return { state: 'chart', id, description, columns: table.columns, variants };
  });
}

function otherForests(report: Report, baselines: OtherBaselines): readonly PageVariant[] {
  return [...baselines].flatMap(([baseline, comparisons]) => {
    const chart = makeChart(ratioForest, { ...report, run: { ...report.run, baseline }, comparisons });
    return chart.state === 'chart' ? [makeVariant(chart, chartText(baseline))] : [];
  });
}

function makeVariant({ title, spec, table }: DrawnChart, name: string): PageVariant {
  const { vega } = compileChart(spec);
  const { subtitle } = typeof vega.title === 'object' ? vega.title : {};
  const lines = Array.isArray(subtitle) ? subtitle : [subtitle ?? ''];
  return {
    name,
    title,
    subtitle: lines.join(' '),
    spec: vega as Readonly<Record<string, unknown>>,
    rows: table.rows,
  };
}
