import type { MetricName } from '../../results/schema/metric-name.ts';
import type { Report } from '../../results/schema/report.ts';
import { estimateText } from '../format/interval.ts';
import { askedKey } from '../format/name-cells.ts';
import { formatRatio } from '../format/number.ts';
import { targetName } from '../format/target-name.ts';
import { groupBy } from '../load/group-by.ts';
import { fewestHandoffs } from '../metrics/lock-handoff.ts';
import { type ChartColumn, type ChartMaker, leaveOut, type MadeChart } from './chart.ts';
import { estimateColumns, estimateRow } from './parts/estimate-row.ts';
import { makeSpec, panelsBy, tooltipOf } from './parts/spec.ts';
import { inTargetOrder, orderTargets } from './parts/target-style.ts';

const columns: readonly ChartColumn[] = [
  { field: 'target', title: 'target', unit: '' },
  { field: 'from', title: 'from thread', unit: '' },
  { field: 'to', title: 'to thread', unit: '' },
  { field: 'crossing', title: 'changes node', unit: '' },
  ...estimateColumns('share of handoffs', 'ratio'),
];

export const lockHandoffs: ChartMaker = {
  id: 'lock-handoffs',
  question: 'Does a lock change node when it changes hands?',
  reading:
    'A cell is the share of the handoffs to another thread that went from the thread of its row to that of its column, in blocks with 100 of them or more; threads are in the order of their nodes. A lock that stays on a node shows dark squares along the diagonal. In a virtual machine the emulator decides which thread runs: direction only.',
  columns,
  page: {
    mark: 'The handoffs from the thread of its row to the thread of its column, as a share of all handoffs to another thread; the median over blocks.',
    notShown: [
      'A whole: cells are medians over blocks, and where blocks differ much they add up to less than 1.',
      'Times the same thread took the lock again: they are a metric of their own and would hide the rest.',
      'How long anybody waited: that is in the latency trials.',
      'An order that a real machine would give: in a guest the emulator decides who runs.',
    ],
    command: 'numa-lab run --nodes 0,1 --workloads mutex --threads 4 --placements spread',
    picture: 'tour-guest',
  },
  make: makeLockHandoffs,
};

function makeLockHandoffs(report: Report): MadeChart {
  if (report.lockHandoffMaps.length === 0)
    return leaveOut(
      `no lock had ${fewestHandoffs} handoffs or more between threads of several nodes in a trial`,
    );
  const questions = [...groupBy(report.lockHandoffMaps, (row) => askedKey(row)).values()];
  const [drawn = []] = questions.toSorted((a, b) => b.length - a.length);
  const rows = drawn.flatMap(({ target, cells }) =>
    cells.map((cell) => ({
      target: targetName(report, target),
      from: `${cell.from} (node ${cell.fromNode})`,
      to: `${cell.to} (node ${cell.toNode})`,
      crossing: cell.fromNode === cell.toNode ? 'no' : 'yes',
      ...estimateRow(cell.share, '1'),
    })),
  );
  const threads = [
    ...new Map(
      drawn.flatMap(({ cells }) =>
        cells.map((cell) => [`${cell.from} (node ${cell.fromNode})`, cell] as const),
      ),
    ),
  ]
    .toSorted(([, a], [, b]) => a.fromNode - b.fromNode || a.from - b.from)
    .map(([name]) => name);
  const targets = orderTargets(report).filter((name) => rows.some(({ target }) => target === name));
  const title = lockHandoffTitle(report);
  // Text must stand out from the darkest cells.
  const largest = Math.max(...drawn.flatMap(({ cells }) => cells.map((cell) => cell.share.point)));
  const axis = { type: 'nominal', sort: threads, scale: { domain: threads } };
  const virtual = drawn.some(({ machine }) => machine === 'virtual');
  return {
    state: 'chart',
    title,
    description: `Heat map: rows the thread that had the lock, columns the one that took it, colour the share of handoffs; a panel for each of ${targets.join(', ')}.`,
    spec: makeSpec(
      {
        title,
        subtitle: `share of the handoffs to another thread, median over blocks, so that cells need not add up to 1${virtual ? '; virtual machine: direction only' : ''}${questions.length > 1 ? `; ${questions.length - 1} other settings are not drawn` : ''}`,
        rows,
      },
      {
        facet: panelsBy('target', targets),
        columns: 2,
        spec: {
          width: { step: 42 },
          height: { step: 28 },
          encoding: {
            x: { ...axis, field: 'to', title: 'to thread', axis: { labelAngle: -45 } },
            y: { ...axis, field: 'from', title: 'from thread' },
          },
          layer: [
            {
              mark: { type: 'rect', stroke: '#808080', strokeWidth: 0.5 },
              encoding: {
                color: {
                  ...{ field: 'point', type: 'quantitative', title: 'share' },
                  scale: { scheme: 'blues', zero: true },
                  legend: { format: '.2f' },
                },
                tooltip: tooltipOf(columns),
              },
            },
            {
              mark: { type: 'text', fontSize: 12 },
              encoding: {
                text: { field: 'point', type: 'quantitative', format: '.2f' },
                color: {
                  condition: { test: `datum.point > ${0.6 * largest}`, value: '#ffffff' },
                  value: '#000000',
                },
              },
            },
          ],
        },
      },
    ),
    table: { columns, rows },
  };
}

/** The share that changes node, with its interval and that of the control, beside that of an even draw: a race differs from itself. */
function lockHandoffTitle(report: Report): string {
  const of = (metric: MetricName) => report.estimates.filter((row) => row.metric === metric);
  const shares = of('remote_handoff_ratio').flatMap((row) =>
    row.estimate === null
      ? []
      : [
          {
            target: targetName(report, row.target),
            text: `${estimateText(row.estimate, '1')} (n = ${row.estimate.n})`,
          },
        ],
  );
  const fair = of('remote_handoff_fair_ratio').find((row) => row.estimate !== null)?.estimate?.point;
  if (shares.length === 0) return `${lockHandoffs.question} Too few handoffs to say`;
  const texts = new Set(inTargetOrder(report, shares).map(({ target, text }) => `${target} ${text}`));
  return `Lock handoffs that change node: ${[...texts].join(', ')}${fair === undefined ? '' : ` (drawn evenly: ${formatRatio(fair)})`}`;
}
