import type { Report } from '../../results/schema/report.ts';
import type { EstimateRow } from '../../results/schema/report-rows.ts';
import { askedKey, nameCells } from '../format/name-cells.ts';
import { formatRatio, formatSignificant } from '../format/number.ts';
import { targetName } from '../format/target-name.ts';
import { groupBy } from '../load/group-by.ts';
import { type ChartMaker, leaveOut, type MadeChart } from './chart.ts';
import {
  type FrontierArm,
  frontierColumns,
  frontierRow,
  isLarge,
  listFrontierArms,
  smallText,
} from './parts/frontier-arms.ts';
import { chooseLargestDifference, notDrawnText, type TargetValue } from './parts/largest-difference.ts';
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

export const localityFragmentation: ChartMaker = {
  id: 'locality-fragmentation',
  question: 'What does locality cost in memory?',
  reading:
    'Across: the share of live bytes on another node than their allocator. Down to up: peak resident / peak live bytes, where 1 is no waste. Best is the lower left corner. An allocator that keeps a heap per node moves left and up; one that shares a heap, right and down. The dashed lines at 0 and 1 are all local and all remote; the placements local and remote, where a run has them, should lie on them.',
  columns: frontierColumns,
  page: {
    mark: 'One target under one placement: its remote byte ratio at the end across, its peak resident over its peak live bytes upwards, each with its interval as a line. Its row has the TLB shootdowns per operation too, which giving memory back at once costs.',
    notShown: [
      'A cost in time: neither axis is one.',
      'Memory between checkpoints: a peak is the largest of those that were looked at.',
      'Arms with less than 64 MB live: what an allocator takes once is much of their ratio. The sentence below the title counts them.',
      'That the two are traded in general: two marks of two allocators differ in much else.',
    ],
    command:
      'numa-lab run --nodes 0,1 --workloads churn --set churn.slots=50000 --set churn.turn=16 --placements spread,interleave,split',
    picture: null,
  },
  make: makeFrontier,
};

function makeFrontier(report: Report): MadeChart {
  const all = listFrontierArms(report);
  if (all.length === 0)
    return leaveOut('no arm has both a remote byte ratio and a peak of live bytes over several nodes');
  const arms = all.filter(isLarge);
  const small = smallText(all);
  if (arms.length === 0)
    return leaveOut(`${small}; ask for more blocks, for example by --set churn.slots=50000`);
  const without = ['placement', 'threads'];
  const groups = [...groupBy(arms, ({ resident }) => askedKey(resident, without)).values()];
  const drawn = groups.toSorted((a, b) => spread(b) - spread(a)).slice(0, mostFacets);
  const name = nameCells(
    groups.flat().map(({ resident }) => resident),
    without,
  );
  const rows = inPanels(drawn.flat().map((arm) => frontierRow(report, arm, name(arm.resident))));
  const channels = targetChannels(report, new Set(rows.map(({ target }) => target)));
  const title = frontierTitle(report, drawn, name);
  const hidden = groups.length - drawn.length;
  return {
    state: 'chart',
    title,
    description: `Scatter plot: across, remote byte ratio 0 to 1; up, peak resident over peak live bytes; a mark for each of ${channels.domain.join(', ')} and placement; panels: ${drawn.length}.`,
    spec: makeSpec(
      {
        title,
        subtitle: `peak resident / peak live bytes against the share of remote bytes; lines: intervals; dashed: all local, all remote${notDrawnText(hidden)}${small === '' ? '' : `; ${small}`}`,
        rows,
      },
      {
        facet: panelsBy('cell'),
        columns: facetColumns(drawn.length),
        spec: { width: drawn.length === 1 ? 480 : 220, height: 180, layer: layers(channels) },
      },
    ),
    table: { columns: frontierColumns, rows },
  };
}

function layers({ color, shape }: ReturnType<typeof targetChannels>) {
  const x = (field: string) => ({
    field,
    type: 'quantitative',
    title: 'remote byte ratio',
    scale: { domain: [-0.03, 1.03], nice: false },
  });
  const y = (field: string) => ({
    field,
    type: 'quantitative',
    title: 'peak resident / peak live',
    scale: { zero: false, padding: 10 },
  });
  const { opacity } = legendSelection;
  return [
    ...[0, 1].map((bound) => ({
      mark: { type: 'rule', strokeDash: [6, 4], color: '#808080' },
      encoding: { x: { datum: bound } },
    })),
    {
      mark: { type: 'rule', strokeWidth: 2 },
      encoding: { x: x('remote'), y: y('residentLower'), y2: { field: 'residentUpper' }, color, opacity },
    },
    {
      mark: { type: 'rule', strokeWidth: 2 },
      encoding: { x: x('remoteLower'), x2: { field: 'remoteUpper' }, y: y('resident'), color, opacity },
    },
    {
      params: legendSelection.params,
      // Hollow: equal values lie on each other.
      mark: { type: 'point', filled: false, strokeWidth: 2, size: 70, opacity: 1 },
      encoding: {
        x: x('remote'),
        y: y('resident'),
        color,
        shape,
        opacity,
        tooltip: tooltipOf(frontierColumns),
      },
    },
  ];
}

function spread(group: readonly FrontierArm[]): number {
  const points = group.map(({ remote }) => remote.estimate.point);
  return Math.max(...points) - Math.min(...points);
}

interface ValuePair extends TargetValue {
  readonly resident: number;
}

/** Of each target the most remote bytes under `spread`, and what is resident in that same arm. */
function spreadOf(report: Report, group: readonly FrontierArm[]): readonly ValuePair[] {
  const texts = group.flatMap(({ remote, resident }) =>
    remote.control || remote.placement !== 'spread'
      ? []
      : [
          {
            target: targetName(report, remote.target),
            ...{ value: remote.estimate.point, resident: resident.estimate.point },
          },
        ],
  );
  const byTarget = groupBy(texts, ({ target }) => target);
  return [...byTarget.values()].flatMap((own) => own.toSorted((a, b) => b.value - a.value).slice(0, 1));
}

function frontierTitle(
  report: Report,
  groups: readonly (readonly FrontierArm[])[],
  name: (row: EstimateRow) => string,
): string {
  const largest = chooseLargestDifference(groups, (group) => spreadOf(report, group), 'difference');
  const asked = largest?.cell[0]?.resident;
  if (largest === undefined || asked === undefined) return localityFragmentation.question;
  const texts = inTargetOrder(report, spreadOf(report, largest.cell)).map(
    ({ target, value, resident }) =>
      `${target} ${formatRatio(value)} remote, peak ${formatSignificant(resident)} x live`,
  );
  return `Spread over nodes ${largest.where(name(asked))}: ${texts.join('; ')}`;
}
