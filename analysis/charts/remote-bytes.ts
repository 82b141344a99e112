import type { Report } from '../../results/schema/report.ts';
import type { EstimateRow } from '../../results/schema/report-rows.ts';
import { askedKey, nameCells } from '../format/name-cells.ts';
import { formatRatio } from '../format/number.ts';
import { targetName } from '../format/target-name.ts';
import { groupBy } from '../load/group-by.ts';
import { type ChartColumn, type ChartMaker, leaveOut, type MadeChart } from './chart.ts';
import { alikeText, splitAlike } from './parts/alike-cells.ts';
import { estimateColumns, estimateRow } from './parts/estimate-row.ts';
import { fixedSize } from './parts/fixed-size.ts';
import { notDrawnText } from './parts/largest-difference.ts';
import {
  facetColumns,
  inPanels,
  legendSelection,
  makeSpec,
  mostFacets,
  panelsBy,
  tooltipOf,
} from './parts/spec.ts';
import { targetChannels } from './parts/target-style.ts';

const columns: readonly ChartColumn[] = [
  { field: 'cell', title: 'cell', unit: '' },
  { field: 'target', title: 'target', unit: '' },
  { field: 'size', title: 'object size', unit: 'B' },
  ...estimateColumns('remote byte ratio', 'ratio'),
  { field: 'even', title: '(N-1)/N', unit: 'ratio' },
];

export const remoteBytes: ChartMaker = {
  id: 'remote-bytes',
  question: 'How many bytes lie on another node than that of the thread that allocated them?',
  reading:
    'A mark is the share of live bytes on pages of another node than the allocating thread (L1a), over the size of the objects. The dashed line is (N-1)/N: what pages dealt evenly to N nodes, without any regard to who allocates, would give. No line joins two sizes: between them lie sizes that were not measured. It is where bytes lie, not how often they are used, and no cost.',
  columns,
  page: {
    mark: 'The share of live bytes that lie on another node than the thread that allocated them (L1a), for one target and one size of objects; the median over blocks.',
    notShown: [
      'How often those bytes are used, by whom, and what that costs.',
      'Objects of mixed sizes: only workloads whose objects have one size have a place on this axis.',
      'That what lies on the (N-1)/N line was dealt by chance: a heap that ignores nodes lies there too.',
    ],
    command:
      'numa-lab run --nodes 0,1 --workloads churn --set churn.sizes=fixed:64,fixed:1000,fixed:4000,fixed:8000 --placements spread',
    picture: 'tour-guest',
  },
  make: makeRemoteBytes,
};

interface Sized {
  readonly row: EstimateRow;
  readonly size: number;
}

function makeRemoteBytes(report: Report): MadeChart {
  const sized = report.estimates.flatMap((row): Sized[] => {
    const size = fixedSize(row.parameters);
    const isOurs = row.metric === 'allocation_remote_byte_ratio' && row.nodes.length > 1;
    return isOurs && row.estimate !== null && size !== null ? [{ row, size }] : [];
  });
  if (sized.length === 0) return leaveOut('no workload with objects of one size ran on several nodes');
  const without = ['sizes'];
  const groups = [...groupBy(sized, ({ row }) => askedKey(row, without)).values()].toSorted(
    (a, b) => sizesOf(b) - sizesOf(a),
  );
  const split = splitAlike(groups, (group) => group.map(({ row }) => row), 'difference');
  if (split.drawn.length === 0) return leaveOut('no target differs from another in any cell');
  const drawn = split.drawn.slice(0, mostFacets);
  const name = nameCells(
    groups.flat().map(({ row }) => row),
    without,
  );
  const rows = inPanels(
    drawn.flat().flatMap(({ row, size }) =>
      row.estimate === null
        ? []
        : [
            {
              cell: name(row),
              target: targetName(report, row.target),
              size,
              ...estimateRow(row.estimate, '1'),
              even: (row.nodes.length - 1) / row.nodes.length,
            },
          ],
    ),
  );
  const title = remoteTitle(report, drawn.flat());
  const channels = targetChannels(report, new Set(rows.map(({ target }) => target)));
  const hidden = split.drawn.length - drawn.length;
  const alike = split.alike.flatMap(([first]) => (first === undefined ? [] : [name(first.row)]));
  return {
    state: 'chart',
    title,
    description: `Remote byte ratio from 0 to 1 over object size in bytes, marks for each of ${channels.domain.join(', ')}; panels: ${drawn.length}. A dashed line shows (N-1)/N.`,
    spec: makeSpec(
      {
        title,
        subtitle: `share of live bytes on another node than their allocator; bars: intervals; dashed: (N-1)/N${notDrawnText(hidden)}${alikeText(alike)}`,
        rows,
      },
      {
        facet: panelsBy('cell'),
        columns: facetColumns(drawn.length),
        spec: {
          width: drawn.length === 1 ? 480 : 230,
          height: 190,
          layer: layers(channels, [...new Set(rows.map(({ size }) => size))]),
        },
      },
    ),
    table: { columns, rows },
  };
}

function layers({ color, shape }: ReturnType<typeof targetChannels>, sizes: readonly number[]) {
  const x = {
    field: 'size',
    type: 'quantitative',
    title: 'object size (B)',
    scale: { type: 'log', base: 2, padding: 12 },
    axis: { values: sizes, format: 'd', labelOverlap: 'greedy', labelSeparation: 8, grid: false },
  };
  const y = (field: string) => ({
    field,
    type: 'quantitative',
    title: 'remote byte ratio',
    scale: { domain: [0, 1] },
  });
  const { opacity } = legendSelection;
  return [
    {
      mark: { type: 'rule', strokeDash: [6, 4], color: '#808080' },
      encoding: { y: { ...y('even'), aggregate: 'min' } },
    },
    {
      mark: { type: 'rule', strokeWidth: 2 },
      encoding: { x, y: y('lower'), y2: { field: 'upper' }, color, opacity },
    },
    {
      params: legendSelection.params,
      // Hollow: equal values lie on each other.
      mark: { type: 'point', filled: false, strokeWidth: 2, size: 60, opacity: 1 },
      encoding: { x, y: y('point'), color, shape, opacity, tooltip: tooltipOf(columns) },
    },
  ];
}

function sizesOf(group: readonly Sized[]): number {
  return new Set(group.map(({ size }) => size)).size;
}

/** The largest ratio of each target: a range says what a mean of unlike questions would hide. */
function remoteTitle(report: Report, sized: readonly Sized[]): string {
  const own = sized.filter(({ row }) => !row.control);
  const texts = [...groupBy(own, ({ row }) => targetName(report, row.target))].map(([target, group]) => {
    const points = group.flatMap(({ row }) => (row.estimate === null ? [] : [row.estimate.point]));
    const [least, most] = [formatRatio(Math.min(...points)), formatRatio(Math.max(...points))];
    return `${target} ${least === most ? least : `${least} to ${most}`}`;
  });
  return `Share of bytes on another node than the thread that allocated them: ${texts.join(', ')}`;
}
