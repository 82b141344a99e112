import type { Report } from '../../results/schema/report.ts';
import type { Topology } from '../../results/schema/topology.ts';
import { estimateText } from '../format/interval.ts';
import { chooseScale, formatScaled } from '../format/number.ts';
import { type ChartColumn, type ChartMaker, type ChartRow, leaveOut, type MadeChart } from './chart.ts';
import { makeSpec, tooltipOf } from './parts/spec.ts';

const columns: readonly ChartColumn[] = [
  { field: 'panel', title: 'what', unit: '' },
  { field: 'from', title: 'from node', unit: '' },
  { field: 'to', title: 'to node', unit: '' },
  { field: 'value', title: 'value', unit: '' },
  { field: 'n', title: 'n', unit: '' },
  { field: 'point', title: 'value', unit: 'ns or distance', raw: true },
  { field: 'relative', title: 'over that of the own node', unit: 'ratio' },
];

export const nodeLatency: ChartMaker = {
  id: 'node-latency',
  question: 'How far apart are the nodes?',
  reading:
    'A cell is the latency of a dependent load from a thread on the node of its row to memory on that of its column, where it was measured (L0), and beside it the distance that the firmware reports, where 10 is near. Colour is relative to the own node of the row. Distances of a virtual machine are what was asked of it.',
  columns,
  page: {
    mark: 'A pair of nodes: in a panel of latencies the time of one load that waits for the one before it, in a panel of distances the number that the firmware, or for a guest we ourselves, wrote down.',
    notShown: [
      'Bandwidth, and what happens when several threads load at once.',
      'That a distance of 21 is 2.1 times as slow: the numbers are a convention of firmware.',
      'Anything measured about a guest: its distances are what was asked of it.',
    ],
    command: 'numa-lab run --nodes 0,1',
    picture: 'tour-guest',
  },
  make: makeNodeLatency,
};

function makeNodeLatency(report: Report): MadeChart {
  const { host, virtual } = report.environment;
  const machines = [
    ...(usesMachine(report, 'host') ? [['distance, host', host.topology] as const] : []),
    ...(virtual !== null && usesMachine(report, 'virtual')
      ? [['distance, virtual machine', virtual.topology] as const]
      : []),
  ];
  const rows = [
    ...latencyRows(report),
    ...machines.flatMap(([panel, topology]) => distanceRows(panel, topology)),
  ];
  if (!rows.some((row) => row.from !== row.to)) {
    const sawSeveral = machines.some(([, { nodes }]) => nodes.length > 1);
    return leaveOut(
      sawSeveral ? 'no latency was measured and no distance reported' : 'the run saw one node only',
    );
  }
  const title = latencyTitle(rows);
  const panels = [...new Set(rows.map(({ panel }) => panel))];
  return {
    state: 'chart',
    title,
    description: `Heat map: rows the node of the thread, columns the node of the memory, colour the value over that of the own node; panels: ${panels.join(', ')}.`,
    spec: makeSpec(
      {
        title,
        subtitle: 'row: node of the thread, column: node of the memory; colour: over the own node',
        rows,
      },
      {
        // Not a facet: the machines need not have the same nodes.
        hconcat: panels.map((panel) => heatMap(panel, rows)),
      },
    ),
    table: { columns, rows },
  };
}

function heatMap(panel: string, rows: readonly PairRow[]) {
  const darkest = Math.max(2, ...rows.map(({ relative }) => relative ?? 0));
  return {
    title: { text: panel, fontSize: 12 },
    transform: [{ filter: { field: 'panel', equal: panel } }],
    width: { step: 44 },
    height: { step: 30 },
    encoding: {
      x: { field: 'to', type: 'ordinal', title: 'to node', axis: { labelAngle: 0 } },
      y: { field: 'from', type: 'ordinal', title: 'from node' },
    },
    layer: [
      {
        mark: { type: 'rect', stroke: '#808080', strokeWidth: 0.5 },
        encoding: {
          color: {
            ...{ field: 'relative', type: 'quantitative', title: 'over own node' },
            // Room at both ends: black text must be legible on the darkest cell.
            scale: { scheme: 'blues', domain: [0.5, darkest * 1.4] },
          },
          tooltip: tooltipOf(columns),
        },
      },
      {
        mark: { type: 'text', fontSize: 12, color: '#000000' },
        encoding: { text: { field: 'value', type: 'nominal' } },
      },
    ],
  };
}

interface PairRow extends ChartRow {
  readonly panel: string;
  readonly from: number;
  readonly to: number;
  readonly relative: number | null;
}

function latencyRows({ estimates }: Report): readonly PairRow[] {
  const found = estimates.flatMap((row) => {
    const [, from, to] = /^(\d+) to (\d+)$/.exec(row.subject) ?? [];
    const isOurs = row.metric === 'load_latency_seconds' && from !== undefined && to !== undefined;
    return isOurs && row.estimate !== null
      ? [{ from: Number(from), to: Number(to), estimate: row.estimate }]
      : [];
  });
  // One node has no far one to be compared with.
  if (!found.some(({ from, to }) => from !== to)) return [];
  return found.map(({ from, to, estimate }) => {
    const own = found.find((one) => one.from === from && one.to === from)?.estimate.point;
    const relative = own === undefined || own === 0 ? null : estimate.point / own;
    return {
      panel: 'load latency, host',
      from,
      to,
      value: estimateText(estimate, 's'),
      n: estimate.n,
      point: estimate.point * 1e9,
      relative,
    };
  });
}

function distanceRows(panel: string, { nodes, distances }: Topology): readonly PairRow[] {
  // One node has no distance to tell.
  if (nodes.length < 2) return [];
  return nodes.flatMap((from, i) =>
    nodes.flatMap((to, j) => {
      const [distance, own] = [distances[i]?.[j], distances[i]?.[i]];
      if (typeof distance !== 'number' || typeof own !== 'number') return [];
      return [
        {
          panel,
          from: from.node,
          to: to.node,
          value: String(distance),
          n: null,
          point: distance,
          relative: distance / own,
        },
      ];
    }),
  );
}

function usesMachine({ sections }: Report, machine: 'host' | 'virtual'): boolean {
  return sections.some((section) => section.machine === machine);
}

function latencyTitle(rows: readonly PairRow[]): string {
  const far = rows.filter(
    (row) => row.panel.startsWith('load latency') && row.from !== row.to && row.relative !== null,
  );
  if (far.length === 0) {
    const distances = rows.filter((row) => row.from !== row.to).map(({ value }) => Number(value));
    const [least, most] = [Math.min(...distances), Math.max(...distances)];
    return `Latency between nodes was not measured; reported distances: ${least === most ? least : `${least} to ${most}`} (own node: 10)`;
  }
  const ratios = far.map(({ relative }) => relative ?? 1);
  const scale = chooseScale('1', ratios);
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)].map((ratio) => formatScaled(ratio, scale));
  return `A load from another node takes ${least === most ? least : `${least} to ${most}`} times one from the own node`;
}
