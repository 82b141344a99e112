import type { Report } from '../../results/schema/report.ts';
import type { EstimateRow } from '../../results/schema/report-rows.ts';
import { askedKey, nameCells } from '../format/name-cells.ts';
import { formatSignificant } from '../format/number.ts';
import { targetName } from '../format/target-name.ts';
import { groupBy } from '../load/group-by.ts';
import { type ChartColumn, type ChartMaker, leaveOut, type MadeChart } from './chart.ts';
import { estimateColumns, estimateRow } from './parts/estimate-row.ts';
import {
  chooseDrawn,
  chooseLargestDifference,
  notDrawnText,
  type TargetValue,
} from './parts/largest-difference.ts';
import { facetColumns, inPanels, legendSelection, makeSpec, panelsBy, tooltipOf } from './parts/spec.ts';
import { inTargetOrder, targetChannels } from './parts/target-style.ts';

const columns: readonly ChartColumn[] = [
  { field: 'cell', title: 'cell', unit: '' },
  { field: 'target', title: 'target', unit: '' },
  { field: 'threads', title: 'threads', unit: '' },
  ...estimateColumns('throughput', '1/s'),
];

export const scaling: ChartMaker = {
  id: 'scaling',
  question: 'Does throughput grow with threads?',
  reading:
    'A line is the throughput of a target over the number of threads, with its interval as a band; both axes are logarithmic, so that a straight line that rises one for one is perfect scaling. Times of real machines only.',
  columns,
  page: {
    mark: 'Operations of all threads together in a second, for one target and one number of threads; the median over blocks, with the interval as a band.',
    notShown: [
      'Anything between the numbers of threads that were run: the line is only drawn.',
      'More threads than CPUs: they are refused.',
      'What nodes cost, where the machine has one: then the threads share everything but their cores.',
    ],
    command: 'numa-lab run --machine host --nodes 0 --workloads churn,mutex --threads 1,2',
    picture: 'tour-host',
  },
  make: makeScaling,
};

const without = ['threads'];

function makeScaling(report: Report): MadeChart {
  const rates = report.estimates.filter(
    (row) =>
      row.metric === 'throughput_operations_per_second' && row.estimate !== null && row.mode !== 'latency',
  );
  if (rates.length === 0) return leaveOut('no throughput was measured: it takes a real machine');
  const groups = [...groupBy(rates, (row) => askedKey(row, without)).values()].filter(
    (group) => threadCounts(group).size > 1,
  );
  if (groups.length === 0)
    return leaveOut('every workload ran with one number of threads; --threads 1,2,4 asks for several');
  const drawn = chooseDrawn(groups, (group) => gainsOf(report, group), 'ratio');
  const name = nameCells(groups.flat(), without);
  const rows = inPanels(
    drawn.flat().flatMap((row) =>
      row.estimate === null
        ? []
        : [
            {
              ...{ cell: name(row), target: targetName(report, row.target), threads: row.threads },
              ...estimateRow(row.estimate, '1/s'),
            },
          ],
    ),
  );
  const channels = targetChannels(report, new Set(rows.map(({ target }) => target)));
  const title = scalingTitle(report, drawn, name);
  const hidden = groups.length - drawn.length;
  return {
    state: 'chart',
    title,
    description: `Throughput in operations per second over threads, both logarithmic, for ${channels.domain.join(', ')}; panels: ${drawn.length}.`,
    spec: makeSpec(
      {
        title,
        subtitle: `operations per second (logarithmic), median over blocks; ${threadCounts(rates).size < 3 ? 'bars' : 'bands'}: intervals${notDrawnText(hidden)}`,
        rows,
      },
      {
        facet: panelsBy('cell'),
        columns: facetColumns(drawn.length),
        spec: {
          width: drawn.length === 1 ? 480 : 230,
          height: 190,
          layer: layers(channels, [...threadCounts(rates)]),
        },
      },
    ),
    table: { columns, rows },
  };
}

function layers({ color, shape, strokeDash }: ReturnType<typeof targetChannels>, threads: readonly number[]) {
  const x = {
    field: 'threads',
    type: 'quantitative',
    title: 'threads',
    scale: { type: 'log', base: 2, nice: false, padding: 10 },
    axis: { values: threads, grid: false },
  };
  const y = (field: string) => ({
    ...{ field, type: 'quantitative', title: 'operations per second', scale: { type: 'log' } },
    axis: { format: '~s', tickCount: 5 },
  });
  const { opacity } = legendSelection;
  // Of two numbers of threads nothing is known between: no line.
  const between =
    threads.length < 3
      ? [
          {
            mark: { type: 'rule', strokeWidth: 2 },
            encoding: { x, y: y('lower'), y2: { field: 'upper' }, color, opacity },
          },
        ]
      : [
          {
            mark: { type: 'area' },
            encoding: { x, y: y('lower'), y2: { field: 'upper' }, color, opacity: { value: 0.2 } },
          },
          { mark: { type: 'line' }, encoding: { x, y: y('point'), color, strokeDash, opacity } },
        ];
  return [
    ...between,
    {
      params: legendSelection.params,
      mark: { type: 'point', filled: true, size: 50, opacity: 1 },
      encoding: { x, y: y('point'), color, shape, opacity, tooltip: tooltipOf(columns) },
    },
  ];
}

function threadCounts(rows: readonly EstimateRow[]): ReadonlySet<number> {
  return new Set(rows.map((row) => row.threads));
}

/** Throughput with the most threads over that with the fewest, as far as every target of a question has both. */
function gainsOf(
  report: Report,
  group: readonly EstimateRow[],
): readonly (TargetValue & { readonly ends: Ends })[] {
  const byTarget = groupBy(
    group.filter((row) => !row.control),
    (row) => targetName(report, row.target),
  );
  const common = [...threadCounts(group)].filter((threads) =>
    [...byTarget.values()].every((own) => own.some((row) => row.threads === threads)),
  );
  const ends = { few: Math.min(...common), many: Math.max(...common) };
  if (common.length < 2) return [];
  return [...byTarget].flatMap(([target, own]) => {
    const rateOf = (threads: number) => own.find((row) => row.threads === threads)?.estimate?.point;
    const [few, many] = [rateOf(ends.few), rateOf(ends.many)];
    return few === undefined || many === undefined || few <= 0 ? [] : [{ target, value: many / few, ends }];
  });
}

interface Ends {
  readonly few: number;
  readonly many: number;
}

function scalingTitle(
  report: Report,
  groups: readonly (readonly EstimateRow[])[],
  name: (row: EstimateRow) => string,
): string {
  const largest = chooseLargestDifference(groups, (group) => gainsOf(report, group), 'ratio');
  const [asked, gain] = [largest?.cell[0], largest?.cell && gainsOf(report, largest.cell)[0]];
  if (largest === undefined || asked === undefined || gain === undefined) return scaling.question;
  const texts = inTargetOrder(report, largest.values).map(
    ({ target, value }) => `${target} ${formatSignificant(value)}`,
  );
  const { few, many } = gain.ends;
  return `Throughput of ${many} threads over that of ${few} ${largest.where(name(asked))}: ${texts.join(', ')}`;
}
