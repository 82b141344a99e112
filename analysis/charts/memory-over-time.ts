import { groupBy } from '../group-by.ts';
import { chooseScale, formatScaled, formatSignificant } from '../render/number.ts';
import type { MemorySeriesRow, Report } from '../report.ts';
import { type ChartColumn, type ChartMaker, leaveOut, type MadeChart } from './chart.ts';
import { estimateColumns, estimateRow } from './parts/estimate-row.ts';
import { askedKey, nameQuestions } from './parts/name-questions.ts';
import { facetColumns, legendSelection, makeSpec, mostFacets, panelsBy, tooltipOf } from './parts/spec.ts';
import { chartTarget, targetChannels } from './parts/target-style.ts';

const columns: readonly ChartColumn[] = [
  { field: 'question', title: 'question', unit: '' },
  { field: 'target', title: 'target', unit: '' },
  { field: 'checkpoint', title: 'checkpoint', unit: '' },
  { field: 'operations', title: 'operations', unit: 'op' },
  ...estimateColumns('resident set', 'B'),
  { field: 'liveText', title: 'live bytes', unit: '' },
  { field: 'live', title: 'live bytes', unit: 'B', raw: true },
];

export const memoryOverTime: ChartMaker = {
  id: 'memory-over-time',
  question: 'How does memory grow and shrink in the course of the work?',
  reading:
    'A line is the resident set of a target over the operations done, with its interval as a band; the dotted grey line is what the program asked for and has not freed. The room between them is fragmentation and what the allocator keeps. Time is counted in operations, which mean the same on any machine.',
  make: makeMemory,
};

function makeMemory(report: Report): MadeChart {
  const series = report.memorySeries;
  if (series.length === 0)
    return leaveOut('no workload looked at its memory in a series of checkpoints (`phases` does)');
  const groups = [...groupBy(series, (row) => askedKey(row)).values()];
  const drawn = groups.slice(0, mostFacets);
  const name = nameQuestions(drawn.flat());
  const rows = drawn.flat().flatMap((row) =>
    row.points.map(({ checkpoint, operations, resident, live }) => ({
      ...{ question: name(row), target: chartTarget(report, row.target), checkpoint, operations },
      ...estimateRow(resident, 'B'),
      ...{ liveText: bytesText(live.point), live: live.point },
    })),
  );
  const channels = targetChannels(report, new Set(rows.map(({ target }) => target)));
  const title = memoryTitle(report, drawn.flat());
  const hidden = groups.length - drawn.length;
  return {
    state: 'chart',
    title,
    description: `Lines: resident bytes over operations done, for ${channels.domain.join(', ')}, and live bytes; ${drawn.length} panels.`,
    spec: makeSpec(
      {
        title,
        subtitle: `resident set (bytes), median with its interval; dotted grey: live bytes${hidden > 0 ? `; ${hidden} more questions not drawn` : ''}`,
        rows,
      },
      {
        facet: panelsBy('question'),
        columns: facetColumns(drawn.length),
        spec: { width: drawn.length === 1 ? 480 : 230, height: 180, layer: layers(channels) },
      },
    ),
    table: { columns, rows },
  };
}

function layers({ color, shape, strokeDash }: ReturnType<typeof targetChannels>) {
  const x = {
    field: 'operations',
    type: 'quantitative',
    title: 'operations',
    axis: { format: '~s', tickCount: 4 },
  };
  const y = (field: string) => ({ field, type: 'quantitative', title: 'bytes', axis: { format: '~s' } });
  const { opacity } = legendSelection;
  return [
    {
      mark: { type: 'area' },
      encoding: { x, y: y('lower'), y2: { field: 'upper' }, color, opacity: { value: 0.2 } },
    },
    {
      mark: { type: 'line', strokeDash: [1, 3], color: '#808080' },
      encoding: { x, y: { ...y('live'), aggregate: 'median' } },
    },
    { mark: { type: 'line' }, encoding: { x, y: y('point'), color, strokeDash, opacity } },
    {
      params: legendSelection.params,
      mark: { type: 'point', filled: true, size: 24, opacity: 1 },
      encoding: { x, y: y('point'), color, shape, opacity, tooltip: tooltipOf(columns) },
    },
  ];
}

function bytesText(bytes: number): string {
  const scale = chooseScale('B', [bytes]);
  return `${formatScaled(bytes, scale)} ${scale.label}`;
}

/** The largest resident set over the largest live set, of the worst question. */
function memoryTitle(report: Report, series: readonly MemorySeriesRow[]): string {
  const own = series.filter((row) => !row.control);
  const told = [...groupBy(own, (row) => chartTarget(report, row.target))].flatMap(([target, group]) => {
    const ratios = group.flatMap(({ points }) => {
      const live = Math.max(...points.map((point) => point.live.point));
      return live === 0 ? [] : [Math.max(...points.map((point) => point.resident.point)) / live];
    });
    return ratios.length === 0 ? [] : [`${target} ${formatSignificant(Math.max(...ratios))}`];
  });
  return told.length === 0
    ? memoryOverTime.question
    : `Largest resident set over the largest live set, at worst: ${told.join(', ')}`;
}
