import type { Report } from '../../results/schema/report.ts';
import type { BlowUpRow } from '../../results/schema/report-rows.ts';
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
  { field: 'heaps', title: 'heaps', unit: 'nodes' },
  ...estimateColumns('blow-up', 'ratio'),
];

export const blowUp: ChartMaker = {
  id: 'blow-up',
  question: 'How much more memory does a heap for each node take?',
  reading:
    'A mark is the largest resident set with one heap for each node over that of one process that does the same work (M4), against the number of nodes. A heap for each node is emulated by a process for each node, so that every allocator can be asked. 1 is no more memory; the short grey line is one whole heap for each node, the worst.',
  columns,
  page: {
    mark: 'The largest resident set that the processes of one arm had together (one process for each node) over that of the same work in one process, taken within each block; the median over blocks. Its line is the interval.',
    notShown: [
      'What one allocator with a heap for each node would do: the heaps here are whole processes, each with its own copy of everything that is not a heap.',
      'Which node the memory lies on: that is the locality chart.',
      'The pattern `ring`: there a thread frees what another allocated, which with a process for each node it cannot, so that both would not do the same work.',
      'Memory between checkpoints: the peak is the largest of those that were looked at, at the same operations in both arms.',
    ],
    command:
      'numa-lab run --nodes 0,1 --workloads phases --set phases.pattern=balanced,shifted --placements spread,split',
    picture: 'tour-guest',
  },
  make: makeBlowUp,
};

function makeBlowUp(report: Report): MadeChart {
  const { blowUps } = report;
  if (blowUps.length === 0)
    return leaveOut('no workload did the same work in one process and in one process for each node');
  const without = ['threads'];
  const groups = [...groupBy(blowUps, (row) => askedKey(row, without)).values()];
  const drawn = chooseDrawn(groups, (group) => worstOf(report, group), 'ratio');
  const name = nameCells(groups.flat(), without);
  const rows = inPanels(
    drawn.flat().map((row) => ({
      ...{ cell: name(row), target: targetName(report, row.target), heaps: row.heaps },
      ...estimateRow(row.ratio, '1'),
    })),
  );
  const channels = targetChannels(report, new Set(rows.map(({ target }) => target)));
  const title = blowUpTitle(report, drawn, name);
  const x = { field: 'heaps', type: 'ordinal', title: 'nodes, with one heap each', axis: { labelAngle: 0 } };
  const y = (field: string) => ({
    field,
    type: 'quantitative',
    title: 'blow-up (ratio)',
    scale: { zero: false, padding: 8 },
  });
  const base = {
    x,
    xOffset: { field: 'target', sort: channels.domain },
    color: channels.color,
    opacity: legendSelection.opacity,
  };
  return {
    state: 'chart',
    title,
    description: `Blow-up over the number of nodes, for ${channels.domain.join(', ')}; panels: ${drawn.length}.`,
    spec: makeSpec(
      {
        title,
        subtitle: `largest resident set with one heap for each node / with one heap, same work; lines: intervals${notDrawnText(groups.length - drawn.length)}`,
        rows,
      },
      {
        facet: panelsBy('cell'),
        columns: facetColumns(drawn.length),
        spec: {
          width: drawn.length === 1 ? 480 : 220,
          height: 170,
          layer: [
            { mark: { type: 'rule', color: '#808080' }, encoding: { y: { datum: 1 } } },
            {
              mark: { type: 'tick', color: '#808080', thickness: 1, width: 60 },
              encoding: { x, y: y('heaps') },
            },
            {
              mark: { type: 'rule', strokeWidth: 2 },
              encoding: { ...base, y: y('lower'), y2: { field: 'upper' } },
            },
            {
              params: legendSelection.params,
              mark: { type: 'point', filled: true, size: 60, opacity: 1 },
              encoding: { ...base, y: y('point'), shape: channels.shape, tooltip: tooltipOf(columns) },
            },
          ],
        },
      },
    ),
    table: { columns, rows },
  };
}

/** The largest ratio of each target, over the numbers of heaps. */
function worstOf(report: Report, group: readonly BlowUpRow[]): readonly TargetValue[] {
  const own = group.filter((row) => !row.control);
  return [...groupBy(own, (row) => targetName(report, row.target))].map(([target, rows]) => ({
    target,
    value: Math.max(...rows.map((row) => row.ratio.point)),
  }));
}

function blowUpTitle(
  report: Report,
  groups: readonly (readonly BlowUpRow[])[],
  name: (row: BlowUpRow) => string,
): string {
  const largest = chooseLargestDifference(groups, (group) => worstOf(report, group), 'ratio');
  const asked = largest?.cell[0];
  if (largest === undefined || asked === undefined) return blowUp.question;
  const texts = inTargetOrder(report, largest.values).map(
    ({ target, value }) => `${target} ${formatSignificant(value)}`,
  );
  return `Memory with a heap for each node over that with one ${largest.where(name(asked))}: ${texts.join(', ')}`;
}
