import { groupBy } from '../group-by.ts';
import { formatSignificant } from '../render/number.ts';
import type { EstimateRow, Report } from '../report.ts';
import { type ChartColumn, type ChartMaker, leaveOut, type MadeChart } from './chart.ts';
import { estimateColumns, estimateRow } from './parts/estimate-row.ts';
import { askedKey, nameQuestions } from './parts/name-questions.ts';
import { facetColumns, legendSelection, makeSpec, mostFacets, panelsBy, tooltipOf } from './parts/spec.ts';
import { chartTarget, targetChannels } from './parts/target-style.ts';

const columns: readonly ChartColumn[] = [
  { field: 'question', title: 'question', unit: '' },
  { field: 'target', title: 'target', unit: '' },
  { field: 'threads', title: 'threads', unit: '' },
  ...estimateColumns('throughput', '1/s'),
];

export const scaling: ChartMaker = {
  id: 'scaling',
  question: 'Does throughput grow with threads?',
  reading:
    'A line is the throughput of a target over the number of threads, with its interval as a band; both axes are logarithmic, so that a straight line that rises one for one is perfect scaling. Times of real machines only.',
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
  const drawn = groups.slice(0, mostFacets);
  const name = nameQuestions(drawn.flat(), without);
  const rows = drawn.flat().flatMap((row) =>
    row.estimate === null
      ? []
      : [
          {
            ...{ question: name(row), target: chartTarget(report, row.target), threads: row.threads },
            ...estimateRow(row.estimate, '1/s'),
          },
        ],
  );
  const channels = targetChannels(report, new Set(rows.map(({ target }) => target)));
  const title = scalingTitle(report, drawn);
  const hidden = groups.length - drawn.length;
  return {
    state: 'chart',
    title,
    description: `Throughput in operations per second over threads, both logarithmic, for ${channels.domain.join(', ')}; ${drawn.length} panels.`,
    spec: makeSpec(
      {
        title,
        subtitle: `operations per second (logarithmic), median over blocks; bands: intervals${hidden > 0 ? `; ${hidden} more questions not drawn` : ''}`,
        rows,
      },
      {
        facet: panelsBy('question'),
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
  return [
    {
      mark: { type: 'area' },
      encoding: { x, y: y('lower'), y2: { field: 'upper' }, color, opacity: { value: 0.2 } },
    },
    { mark: { type: 'line' }, encoding: { x, y: y('point'), color, strokeDash, opacity } },
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

/** Throughput with the most threads over that with the fewest, in the worst question of each target. */
function scalingTitle(report: Report, groups: readonly (readonly EstimateRow[])[]): string {
  const gains = groups.flatMap((group) =>
    [...groupBy(group, (row) => row.target).values()].flatMap((own) => {
      const inOrder = own.toSorted((a, b) => a.threads - b.threads);
      const [few, many] = [inOrder[0], inOrder.at(-1)];
      if (!few?.estimate || !many?.estimate || few.control || few.threads === many.threads) return [];
      return [
        {
          target: chartTarget(report, few.target),
          gain: many.estimate.point / few.estimate.point,
          few,
          many,
        },
      ];
    }),
  );
  const told = [...groupBy(gains, ({ target }) => target)].map(([target, own]) => {
    const [worst] = own.toSorted((a, b) => a.gain - b.gain);
    return worst === undefined
      ? target
      : `${target} x ${formatSignificant(worst.gain)} (${worst.few.threads} to ${worst.many.threads})`;
  });
  return told.length === 0 ? scaling.question : `Throughput with more threads, at worst: ${told.join(', ')}`;
}
