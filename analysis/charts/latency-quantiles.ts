import type { Report } from '../../results/schema/report.ts';
import type { EstimateRow } from '../../results/schema/report-rows.ts';
import { askedKey, nameCells, wholeCell } from '../format/name-cells.ts';
import { chooseScale, formatScaled } from '../format/number.ts';
import { targetName } from '../format/target-name.ts';
import { groupBy } from '../load/group-by.ts';
import { type ChartColumn, type ChartMaker, leaveOut, type MadeChart } from './chart.ts';
import { estimateColumns, estimateRow } from './parts/estimate-row.ts';
import {
  chooseDrawn,
  chooseLargestDifference,
  notDrawnText,
  pointValues,
} from './parts/largest-difference.ts';
import { facetColumns, inPanels, legendSelection, makeSpec, panelsBy, tooltipOf } from './parts/spec.ts';
import { inTargetOrder, targetChannels } from './parts/target-style.ts';

/** `largest` has no place of its own on an axis of 1/(1-q), which ends nowhere: it stands after the last. */
const quantiles: Readonly<Record<string, string>> = {
  latency_p50_seconds: '50 %',
  latency_p90_seconds: '90 %',
  latency_p99_seconds: '99 %',
  latency_p999_seconds: '99.9 %',
  latency_max_seconds: 'largest',
};

const columns: readonly ChartColumn[] = [
  { field: 'cell', title: 'cell', unit: '' },
  { field: 'target', title: 'target', unit: '' },
  { field: 'quantile', title: 'quantile', unit: '' },
  ...estimateColumns('service time', 's'),
  { field: 'whole', title: 'workload and parameters', unit: '' },
];

export const latencyQuantiles: ChartMaker = {
  id: 'latency-quantiles',
  question: 'How long do single operations take, and the slowest of them?',
  reading:
    'A mark is a quantile of the times of single operations, on a logarithmic axis: 99 % and 99.9 % of the operations of all blocks together, the others of a trial, median over blocks; each step to the right leaves a tenth of the operations, and no line joins them: nothing is known between. The loops are closed, so that this is service time, not response time. One clock read is inside each time: the dotted line, where it was measured.',
  columns,
  page: {
    mark: 'A quantile of the times of single operations of one target, timed one by one in trials of their own.',
    notShown: [
      'Response time under a load that does not wait: the loops are closed, and a slow operation delays those behind it instead of being counted for them.',
      'Times without the clock read that is inside each of them.',
      'Whose fault the largest is: interrupts and other programs are in it. See how far the A/A control lies away.',
    ],
    command: 'numa-lab run --machine host --nodes 0 --workloads churn,mutex',
    picture: 'tour-host',
  },
  make: makeLatency,
};

function makeLatency(report: Report): MadeChart {
  const found = report.estimates.filter(
    (row) => Object.hasOwn(quantiles, row.metric) && row.estimate !== null,
  );
  if (found.length === 0) return leaveOut('no latency trials were run on a real machine');
  const groups = [...groupBy(found, (row) => askedKey(row)).values()];
  const drawn = chooseDrawn(groups, (group) => pointValues(report, group, 'latency_p99_seconds'), 'ratio');
  const name = nameCells(groups.flat());
  const rows = inPanels(
    drawn.flat().flatMap((row) =>
      row.estimate === null
        ? []
        : [
            {
              ...{
                cell: name(row),
                target: targetName(report, row.target),
                quantile: quantiles[row.metric] ?? row.metric,
              },
              ...estimateRow(row.estimate, 's'),
              whole: wholeCell(row),
            },
          ],
    ),
  );
  const channels = targetChannels(report, new Set(rows.map(({ target }) => target)));
  const title = latencyTitle(report, drawn, name);
  const hidden = groups.length - drawn.length;
  return {
    state: 'chart',
    title,
    description: `Service time in seconds, logarithmic, over quantiles from 50 % to the largest, for ${channels.domain.join(', ')}; panels: ${drawn.length}.`,
    spec: makeSpec(
      {
        title,
        subtitle: `service time of single operations (s, logarithmic); lines: intervals; dotted: a clock read${notDrawnText(hidden)}`,
        rows,
      },
      {
        facet: panelsBy('cell'),
        columns: facetColumns(drawn.length),
        spec: { width: 230, height: 190, layer: layers(channels, clockRead(report)) },
      },
    ),
    table: { columns, rows },
  };
}

function layers({ domain, color, shape }: ReturnType<typeof targetChannels>, clockSeconds: number | null) {
  const x = {
    field: 'quantile',
    type: 'ordinal',
    title: 'quantile',
    sort: Object.values(quantiles),
    axis: { labelAngle: 0 },
  };
  const y = (field: string) => ({
    ...{ field, type: 'quantitative', title: 'service time (s)', scale: { type: 'log', nice: true } },
    axis: { format: '~s', tickCount: 5 },
  });
  const { opacity } = legendSelection;
  const offset = { field: 'target', sort: domain };
  return [
    ...(clockSeconds === null
      ? []
      : [
          {
            mark: { type: 'rule', strokeDash: [1, 3], color: '#808080' },
            encoding: { y: { datum: clockSeconds } },
          },
        ]),
    {
      mark: { type: 'rule', strokeWidth: 2 },
      encoding: { x, xOffset: offset, y: y('lower'), y2: { field: 'upper' }, color, opacity },
    },
    {
      params: legendSelection.params,
      mark: { type: 'point', filled: true, size: 50, opacity: 1 },
      encoding: { x, xOffset: offset, y: y('point'), color, shape, opacity, tooltip: tooltipOf(columns) },
    },
  ];
}

function clockRead({ estimates }: Report): number | null {
  const row = estimates.find(
    ({ metric, workload }) => metric === 'clock_read_seconds' && workload === 'calibrate',
  );
  return row?.estimate?.point ?? null;
}

function latencyTitle(
  report: Report,
  groups: readonly (readonly EstimateRow[])[],
  name: (row: EstimateRow) => string,
): string {
  const largest = chooseLargestDifference(
    groups,
    (group) => pointValues(report, group, 'latency_p99_seconds'),
    'ratio',
  );
  const asked = largest?.cell[0];
  if (largest === undefined || asked === undefined) return latencyQuantiles.question;
  const texts = inTargetOrder(report, largest.values).map(({ target, value }) => {
    const scale = chooseScale('s', [value]);
    return `${target} ${formatScaled(value, scale)} ${scale.label}`;
  });
  return `99 % of operations take at most, ${largest.where(name(asked))}: ${texts.join(', ')}`;
}
