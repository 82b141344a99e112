import type { Report } from '../../results/schema/report.ts';
import type { EstimateRow } from '../../results/schema/report-rows.ts';
import { estimateText } from '../format/interval.ts';
import { askedKey, nameCells } from '../format/name-cells.ts';
import { formatRatio, formatSignificant } from '../format/number.ts';
import { targetName } from '../format/target-name.ts';
import { groupBy } from '../load/group-by.ts';
import { type ChartColumn, type ChartMaker, leaveOut, type MadeChart } from './chart.ts';
import { roundOff } from './parts/estimate-row.ts';
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

const columns: readonly ChartColumn[] = [
  { field: 'cell', title: 'cell', unit: '' },
  { field: 'target', title: 'target', unit: '' },
  { field: 'placement', title: 'placement', unit: '' },
  { field: 'remoteText', title: 'remote byte ratio', unit: '' },
  { field: 'residentText', title: 'resident / live', unit: '' },
  { field: 'n', title: 'n', unit: 'blocks' },
  { field: 'remote', title: 'remote byte ratio', unit: 'ratio', raw: true },
  { field: 'remoteLower', title: 'remote byte ratio, lower end', unit: 'ratio', raw: true },
  { field: 'remoteUpper', title: 'remote byte ratio, upper end', unit: 'ratio', raw: true },
  { field: 'resident', title: 'resident / live', unit: 'ratio', raw: true },
  { field: 'residentLower', title: 'resident / live, lower end', unit: 'ratio', raw: true },
  { field: 'residentUpper', title: 'resident / live, upper end', unit: 'ratio', raw: true },
];

export const localityFragmentation: ChartMaker = {
  id: 'locality-fragmentation',
  question: 'What does locality cost in memory?',
  reading:
    'Across: the share of live bytes on another node than their allocator. Down to up: resident / live bytes, where 1 is no waste. Best is the lower left corner. An allocator that keeps a heap per node moves left and up; one that shares a heap, right and down. The dashed lines at 0 and 1 are all local and all remote; the placements local and remote, where a run has them, should lie on them.',
  columns,
  page: {
    mark: 'One target under one placement: its remote byte ratio at the end across, its resident over its live bytes upwards, each with its interval as a line.',
    notShown: [
      'A cost in time: neither axis is one.',
      'Memory at its peak elsewhere than at the checkpoint with the largest resident set.',
      'That the two are traded in general: two marks of two allocators differ in much else.',
    ],
    command: 'numa-lab run --nodes 0,1 --workloads churn --placements spread,interleave,split',
    picture: 'tour-guest',
  },
  make: makeFrontier,
};

interface Pair {
  readonly remote: EstimateRow;
  readonly fragmentation: EstimateRow;
}

function makeFrontier(report: Report): MadeChart {
  const pairs = pairRows(report);
  if (pairs.length === 0)
    return leaveOut('no arm has both a remote byte ratio and a fragmentation ratio over several nodes');
  const without = ['placement', 'threads'];
  const groups = [...groupBy(pairs, ({ fragmentation }) => askedKey(fragmentation, without)).values()];
  const drawn = groups.toSorted((a, b) => spread(b) - spread(a)).slice(0, mostFacets);
  const name = nameCells(
    groups.flat().map(({ fragmentation }) => fragmentation),
    without,
  );
  const rows = inPanels(drawn.flat().flatMap((pair) => frontierRow(report, pair, name(pair.fragmentation))));
  const channels = targetChannels(report, new Set(rows.map(({ target }) => target)));
  const title = frontierTitle(report, drawn, name);
  const hidden = groups.length - drawn.length;
  return {
    state: 'chart',
    title,
    description: `Scatter plot: across, remote byte ratio 0 to 1; up, resident over live bytes; a mark for each of ${channels.domain.join(', ')} and placement; panels: ${drawn.length}.`,
    spec: makeSpec(
      {
        title,
        subtitle: `resident / live bytes against the share of remote bytes; lines: intervals; dashed: all local, all remote${notDrawnText(hidden)}`,
        rows,
      },
      {
        facet: panelsBy('cell'),
        columns: facetColumns(drawn.length),
        spec: { width: drawn.length === 1 ? 480 : 220, height: 180, layer: layers(channels) },
      },
    ),
    table: { columns, rows },
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
    title: 'resident / live',
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
      encoding: { x: x('remote'), y: y('resident'), color, shape, opacity, tooltip: tooltipOf(columns) },
    },
  ];
}

/** Both metrics of the same arm: the remote ratio of what is live at the end, or of the only objects it was taken of. */
function pairRows({ estimates }: Report): readonly Pair[] {
  const byArm = groupBy(estimates, (row) => `${row.section} ${row.arm}`);
  return [...byArm.values()].flatMap((rows): Pair[] => {
    const remotes = rows.filter(
      (row) => row.metric === 'allocation_remote_byte_ratio' && row.estimate !== null,
    );
    const remote = remotes.find((row) => row.subject === 'live at end') ?? remotes[0];
    const fragmentation = rows.find((row) => row.metric === 'fragmentation_ratio' && row.estimate !== null);
    return remote === undefined || fragmentation === undefined ? [] : [{ remote, fragmentation }];
  });
}

function frontierRow(report: Report, { remote, fragmentation }: Pair, cell: string) {
  const [across, up] = [remote.estimate, fragmentation.estimate];
  if (across === null || up === null) return [];
  // (resident - live) / live + 1 = resident / live
  const resident = { ...up, point: up.point + 1, lower: up.lower + 1, upper: up.upper + 1 };
  return [
    {
      ...{ cell, target: targetName(report, remote.target), placement: remote.placement },
      ...{ remoteText: estimateText(across, '1'), residentText: estimateText(resident, '1'), n: across.n },
      ...{ remote: roundOff(across.point), remoteLower: roundOff(across.lower) },
      remoteUpper: roundOff(across.upper),
      ...{ resident: roundOff(resident.point), residentLower: roundOff(resident.lower) },
      residentUpper: roundOff(resident.upper),
    },
  ];
}

function spread(group: readonly Pair[]): number {
  const points = group.map(({ remote }) => remote.estimate?.point ?? 0);
  return Math.max(...points) - Math.min(...points);
}

interface ValuePair extends TargetValue {
  readonly resident: number;
}

/** Of each target the most remote bytes under `spread`, and what is resident in that same arm. */
function spreadOf(report: Report, group: readonly Pair[]): readonly ValuePair[] {
  const texts = group.flatMap(({ remote, fragmentation }) => {
    const [across, up] = [remote.estimate, fragmentation.estimate];
    if (remote.control || remote.placement !== 'spread' || across === null || up === null) return [];
    return [{ target: targetName(report, remote.target), value: across.point, resident: up.point + 1 }];
  });
  const byTarget = groupBy(texts, ({ target }) => target);
  return [...byTarget.values()].flatMap((own) => own.toSorted((a, b) => b.value - a.value).slice(0, 1));
}

function frontierTitle(
  report: Report,
  groups: readonly (readonly Pair[])[],
  name: (row: EstimateRow) => string,
): string {
  const largest = chooseLargestDifference(groups, (group) => spreadOf(report, group), 'difference');
  const asked = largest?.cell[0]?.fragmentation;
  if (largest === undefined || asked === undefined) return localityFragmentation.question;
  const texts = inTargetOrder(report, spreadOf(report, largest.cell)).map(
    ({ target, value, resident }) =>
      `${target} ${formatRatio(value)} remote, ${formatSignificant(resident)} x live`,
  );
  return `Spread over nodes ${largest.where(name(asked))}: ${texts.join('; ')}`;
}
