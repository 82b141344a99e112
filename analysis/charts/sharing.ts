import type { Report } from '../../results/schema/report.ts';
import type { EstimateRow } from '../../results/schema/report-rows.ts';
import { askedKey, nameCells, wholeCell } from '../format/name-cells.ts';
import { formatRatio } from '../format/number.ts';
import { targetName } from '../format/target-name.ts';
import { groupBy } from '../load/group-by.ts';
import { type ChartColumn, type ChartMaker, leaveOut, type MadeChart } from './chart.ts';
import { alikeText, splitAlike } from './parts/alike-cells.ts';
import { estimateColumns, estimateRow } from './parts/estimate-row.ts';
import { chooseLargestDifference, notDrawnText, pointValues } from './parts/largest-difference.ts';
import {
  facetColumns,
  inPanels,
  legendSelection,
  makeSpec,
  mostFacets,
  panelsBy,
  tooltipOf,
} from './parts/spec.ts';
import { inTargetOrder, targetChannels } from './parts/target-style.ts';

const units: Readonly<Record<string, string>> = {
  line_sharing_ratio: '64 B line',
  page_sharing_ratio: '4 KiB page',
  region_sharing_ratio: '2 MiB region',
};

const columns: readonly ChartColumn[] = [
  { field: 'cell', title: 'cell', unit: '' },
  { field: 'target', title: 'target', unit: '' },
  { field: 'shared', title: 'shared unit', unit: '' },
  ...estimateColumns('share of objects', 'ratio'),
  { field: 'whole', title: 'workload and parameters', unit: '' },
];

export const sharing: ChartMaker = {
  id: 'sharing',
  question: 'Do objects of different nodes share pages, regions or cache lines?',
  reading:
    'A mark is the share of live objects that lie on a cache line, a page or a 2 MiB region that also holds an object owned from another node (L3), by address. A shared page can be on one node only: somebody is remote. A shared line can bounce between nodes. A shared region matters where it becomes one huge page.',
  columns,
  page: {
    mark: 'The share of live objects that lie on the same line, page or region as an object owned from another node (L3), for one target; the median over blocks.',
    notShown: [
      'That anybody uses both objects at the same time: sharing by address is where false sharing can happen, not where it did.',
      'On which node a shared page lies.',
      'Huge pages: a region of 2 MiB is counted whether or not the kernel made it one.',
    ],
    command:
      'numa-lab run --nodes 0,1 --workloads sharing --set sharing.sizes=fixed:16,fixed:64,fixed:1000 --placements spread',
    picture: 'tour-guest',
  },
  make: makeSharing,
};

function makeSharing(report: Report): MadeChart {
  const found = report.estimates.filter(
    (row) => Object.hasOwn(units, row.metric) && row.nodes.length > 1 && row.estimate !== null,
  );
  if (found.length === 0) return leaveOut('no census of objects of several nodes was taken');
  const groups = [...groupBy(found, (row) => askedKey(row)).values()].toSorted(
    (a, b) => spread(b) - spread(a),
  );
  const split = splitAlike(groups, (group) => group, 'difference');
  if (split.drawn.length === 0) return leaveOut('no target differs from another in any cell');
  const drawn = split.drawn.slice(0, mostFacets);
  const name = nameCells(groups.flat());
  const rows = inPanels(
    drawn.flat().flatMap((row) =>
      row.estimate === null
        ? []
        : [
            {
              cell: name(row),
              target: targetName(report, row.target),
              shared: units[row.metric] ?? row.metric,
              ...estimateRow(row.estimate, '1'),
              whole: wholeCell(row),
            },
          ],
    ),
  );
  const channels = targetChannels(report, new Set(rows.map(({ target }) => target)));
  const title = sharingTitle(report, drawn, name);
  const hidden = split.drawn.length - drawn.length;
  const alike = split.alike.flatMap(([first]) => (first === undefined ? [] : [name(first)]));
  const x = {
    field: 'shared',
    type: 'nominal',
    title: null,
    sort: Object.values(units),
    axis: { labelAngle: 0 },
  };
  const base = { x, xOffset: { field: 'target', sort: channels.domain }, color: channels.color };
  const y = (field: string) => ({
    field,
    type: 'quantitative',
    title: 'share of objects',
    scale: { domain: [0, 1] },
  });
  const { opacity } = legendSelection;
  return {
    state: 'chart',
    title,
    description: `Share of objects, 0 to 1, that share a line, a page or a region with an object of another node, for ${channels.domain.join(', ')}; panels: ${drawn.length}.`,
    spec: makeSpec(
      {
        title,
        subtitle: `share of live objects on a unit with an object of another node; lines: intervals${hidden > 0 ? `; the ${drawn.length} questions that differ most` : ''}${notDrawnText(hidden)}${alikeText(alike)}`,
        rows,
      },
      {
        facet: panelsBy('cell'),
        columns: facetColumns(drawn.length),
        spec: {
          width: 230,
          height: 150,
          layer: [
            {
              mark: { type: 'rule', strokeWidth: 2 },
              encoding: { ...base, y: y('lower'), y2: { field: 'upper' }, opacity },
            },
            {
              params: legendSelection.params,
              mark: { type: 'point', filled: true, size: 55, opacity: 1 },
              encoding: {
                ...base,
                y: y('point'),
                shape: channels.shape,
                opacity,
                tooltip: tooltipOf(columns),
              },
            },
          ],
        },
      },
    ),
    table: { columns, rows },
  };
}

/** How far the marks of a question lie apart: what tells targets apart is drawn first. */
function spread(group: readonly EstimateRow[]): number {
  const apart = [...groupBy(group, (row) => row.metric).values()].map((same) => {
    const points = same.flatMap(({ estimate }) => (estimate === null ? [] : [estimate.point]));
    return Math.max(...points) - Math.min(...points);
  });
  return Math.max(...apart);
}

function sharingTitle(
  report: Report,
  groups: readonly (readonly EstimateRow[])[],
  name: (row: EstimateRow) => string,
): string {
  const largest = chooseLargestDifference(
    groups,
    (group) => pointValues(report, group, 'page_sharing_ratio'),
    'difference',
  );
  const asked = largest?.cell[0];
  if (largest === undefined || asked === undefined) return sharing.question;
  const texts = inTargetOrder(report, largest.values).map(
    ({ target, value }) => `${target} ${formatRatio(value)}`,
  );
  return `Objects on a page with an object of another node ${largest.where(name(asked))}: ${texts.join(', ')}`;
}
