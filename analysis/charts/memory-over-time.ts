import type { Report } from '../../results/schema/report.ts';
import type { MemorySeriesRow } from '../../results/schema/report-rows.ts';
import { askedKey, nameCells } from '../format/name-cells.ts';
import { chooseScale, formatScaled, formatSignificant } from '../format/number.ts';
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
    'A line is the resident set of a target over the operations done, with its interval as a band; the dotted grey line is what the program asked for and has not freed. The room between them is fragmentation and what the allocator keeps. Time is counted in operations, which mean the same on any machine; freeing is none, so that a line that falls straight down gave memory back.',
  columns,
  page: {
    mark: 'The resident set at a checkpoint of the workload, of all processes of the arm together, minus what was there before the first malloc; the median over blocks.',
    notShown: [
      'What happened between two checkpoints: the line is only drawn straight from one to the next.',
      'Seconds: a checkpoint is reached after the same operations, however long they took.',
      'How much of it the kernel could take back: pages that an allocator marked so (LazyFree) are resident still and counted.',
    ],
    command: 'numa-lab run --nodes 0,1 --workloads phases --set phases.pattern=balanced,shifted,ring',
    picture: 'tour-guest',
  },
  make: makeMemory,
};

function makeMemory(report: Report): MadeChart {
  const series = report.memorySeries;
  if (series.length === 0)
    return leaveOut('no workload looked at its memory in a series of checkpoints (`phases` does)');
  const groups = [...groupBy(series, (row) => askedKey(row)).values()];
  const drawn = chooseDrawn(groups, (group) => excessOf(report, group), 'ratio');
  const name = nameCells(groups.flat());
  const rows = inPanels(
    drawn.flat().flatMap((row) =>
      row.points.map(({ checkpoint, operations, resident, live }, step) => ({
        ...{ cell: name(row), target: targetName(report, row.target), checkpoint, operations, step },
        ...estimateRow(resident, 'B'),
        ...{ liveText: bytesText(live.point), live: live.point },
      })),
    ),
  );
  const channels = targetChannels(report, new Set(rows.map(({ target }) => target)));
  const title = memoryTitle(report, drawn, name);
  const hidden = groups.length - drawn.length;
  return {
    state: 'chart',
    title,
    description: `Lines: resident bytes over operations done, for ${channels.domain.join(', ')}, and live bytes; panels: ${drawn.length}.`,
    spec: makeSpec(
      {
        title,
        subtitle: `resident set (bytes), median with its interval; dotted grey: live bytes${notDrawnText(hidden)}`,
        rows,
      },
      {
        facet: panelsBy('cell'),
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
  // Nothing is allocated between the checkpoints before and after everything is freed: they have the same place across.
  const order = { field: 'step', type: 'quantitative' };
  return [
    {
      mark: { type: 'area' },
      encoding: { x, order, y: y('lower'), y2: { field: 'upper' }, color, opacity: { value: 0.2 } },
    },
    {
      mark: { type: 'line', strokeDash: [1, 3], color: '#808080' },
      encoding: { x, order, y: { ...y('live'), aggregate: 'median' } },
    },
    { mark: { type: 'line' }, encoding: { x, order, y: y('point'), color, strokeDash, opacity } },
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

/** The largest resident set over the largest live set. */
function excessOf(report: Report, group: readonly MemorySeriesRow[]): readonly TargetValue[] {
  return group.flatMap((row) => {
    const live = Math.max(...row.points.map((point) => point.live.point));
    const resident = Math.max(...row.points.map((point) => point.resident.point));
    return row.control || live <= 0
      ? []
      : [{ target: targetName(report, row.target), value: resident / live }];
  });
}

function memoryTitle(
  report: Report,
  groups: readonly (readonly MemorySeriesRow[])[],
  name: (row: MemorySeriesRow) => string,
): string {
  const largest = chooseLargestDifference(groups, (group) => excessOf(report, group), 'ratio');
  const asked = largest?.cell[0];
  if (largest === undefined || asked === undefined) return memoryOverTime.question;
  const texts = inTargetOrder(report, largest.values).map(
    ({ target, value }) => `${target} ${formatSignificant(value)}`,
  );
  return `Largest resident over largest live set ${largest.where(name(asked))}: ${texts.join(', ')}`;
}
