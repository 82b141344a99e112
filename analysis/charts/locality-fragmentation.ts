import { groupBy } from '../group-by.ts';
import { formatRatio, formatSignificant } from '../render/number.ts';
import type { EstimateRow, Report } from '../report.ts';
import { type ChartColumn, type ChartMaker, leaveOut, type MadeChart } from './chart.ts';
import { estimateText } from './parts/estimate-row.ts';
import { askedKey, nameQuestions } from './parts/name-questions.ts';
import { facetColumns, legendSelection, makeSpec, mostFacets, panelsBy, tooltipOf } from './parts/spec.ts';
import { chartTarget, targetChannels } from './parts/target-style.ts';

const columns: readonly ChartColumn[] = [
  { field: 'question', title: 'question', unit: '' },
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
  const name = nameQuestions(
    drawn.flat().map(({ fragmentation }) => fragmentation),
    without,
  );
  const rows = drawn.flat().flatMap((pair) => frontierRow(report, pair, name(pair.fragmentation)));
  const channels = targetChannels(report, new Set(rows.map(({ target }) => target)));
  const title = frontierTitle(report, pairs);
  const hidden = groups.length - drawn.length;
  return {
    state: 'chart',
    title,
    description: `Scatter plot: across, remote byte ratio 0 to 1; up, resident over live bytes; a mark for each of ${channels.domain.join(', ')} and placement; ${drawn.length} panels.`,
    spec: makeSpec(
      {
        title,
        subtitle: `resident / live bytes against the share of remote bytes; lines: intervals; dashed: all local, all remote${hidden > 0 ? `; ${hidden} more questions not drawn` : ''}`,
        rows,
      },
      {
        facet: panelsBy('question'),
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

function frontierRow(report: Report, { remote, fragmentation }: Pair, question: string) {
  const [across, up] = [remote.estimate, fragmentation.estimate];
  if (across === null || up === null) return [];
  // (resident - live) / live + 1 = resident / live
  const resident = { ...up, point: up.point + 1, lower: up.lower + 1, upper: up.upper + 1 };
  return [
    {
      ...{ question, target: chartTarget(report, remote.target), placement: remote.placement },
      ...{ remoteText: estimateText(across, '1'), residentText: estimateText(resident, '1'), n: across.n },
      ...{ remote: across.point, remoteLower: across.lower, remoteUpper: across.upper },
      ...{ resident: resident.point, residentLower: resident.lower, residentUpper: resident.upper },
    },
  ];
}

function spread(group: readonly Pair[]): number {
  const points = group.map(({ remote }) => remote.estimate?.point ?? 0);
  return Math.max(...points) - Math.min(...points);
}

function frontierTitle(report: Report, pairs: readonly Pair[]): string {
  const own = pairs.filter(({ remote }) => !remote.control && remote.placement === 'spread');
  if (own.length === 0) return localityFragmentation.question;
  const told = [...groupBy(own, ({ remote }) => chartTarget(report, remote.target))].map(
    ([target, group]) => {
      const remote = Math.max(...group.map((pair) => pair.remote.estimate?.point ?? 0));
      const resident = Math.max(...group.map((pair) => (pair.fragmentation.estimate?.point ?? 0) + 1));
      return `${target} ${formatRatio(remote)} remote, ${formatSignificant(resident)} x live`;
    },
  );
  return `Most remote and most resident, spread over nodes: ${told.join('; ')}`;
}
