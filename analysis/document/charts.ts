import type { Report } from '../../results/schema/report.ts';
import type { ComparisonRow } from '../../results/schema/report-rows.ts';
import type { DrawnChart } from '../charts/chart.ts';
import { chartText } from '../charts/parts/chart-text.ts';
import { ratioForest } from '../charts/ratio-forest.ts';
import { chartTable, makeChart, makeCharts } from '../charts/table.ts';
import { type Block, type ChartFigure, heading, items } from './block.ts';

/** Comparisons of the same run against other baselines than the planned one, by target. */
export type OtherBaselines = ReadonlyMap<string, readonly ComparisonRow[]>;

/** Every chart, the forest plot once for each baseline; then those that are left out, and why. */
export function makeChartFigures(report: Report, baselines: OtherBaselines): readonly Block[] {
  const charts = makeCharts(report);
  const out = charts.flatMap((chart) =>
    chart.state === 'left-out' ? [`${chart.title} Left out: ${chart.reason}.`] : [],
  );
  return [
    ...charts.flatMap((chart) => (chart.state === 'chart' ? [makeFigure(report, chart, baselines)] : [])),
    ...(out.length === 0 ? [] : [heading('topic', 'Left out'), ...items(out)]),
  ];
}

function makeFigure(report: Report, chart: DrawnChart, baselines: OtherBaselines): ChartFigure {
  const { id, description, table } = chart;
  const others = id === ratioForest.id ? otherForests(report, baselines) : [];
  const name = others.length === 0 ? '' : chartText(report.run.baseline);
  return {
    ...{ type: 'chart', id, description, columns: table.columns },
    reading: chartTable.find((maker) => maker.id === id)?.reading ?? '',
    variants: [{ name, chart }, ...others],
  };
}

function otherForests(report: Report, baselines: OtherBaselines): ChartFigure['variants'] {
  return [...baselines].flatMap(([baseline, comparisons]) => {
    const chart = makeChart(ratioForest, { ...report, run: { ...report.run, baseline }, comparisons });
    return chart.state === 'chart' ? [{ name: chartText(baseline), chart }] : [];
  });
}
