import type { Report } from '../../results/schema/report.ts';
import type { Topology } from '../../results/schema/topology.ts';
import { counted } from '../../results/text/counted.ts';
import { chooseScale, formatScaled } from '../format/number.ts';
import { type ChartColumn, type ChartMaker, leaveOut, type MadeChart } from './chart.ts';
import { makeSpec, tooltipOf } from './parts/spec.ts';

const columns: readonly ChartColumn[] = [
  { field: 'machine', title: 'machine', unit: '' },
  { field: 'node', title: 'node', unit: '' },
  { field: 'cpu', title: 'CPU', unit: '' },
  { field: 'core', title: 'core', unit: '' },
  { field: 'cache', title: 'last-level cache', unit: '' },
  { field: 'memory', title: 'memory of the node', unit: '' },
];

const cpusInARow = 16;
/** A legend of more caches says nothing. */
const mostKeys = 8;

export const machineTopology: ChartMaker = {
  id: 'machine-topology',
  question: 'Which CPUs and how much memory are on which node?',
  reading:
    'A square is a CPU that the run could use, with its number, in the row of its node. Squares of one colour share a last-level cache, where the machine reports it. Numbers of CPUs need not follow the nodes: programs that think so place threads wrongly.',
  columns,
  page: {
    mark: 'A CPU that the run could use, with the number that Linux gives it.',
    notShown: [
      'CPUs that the run could not use (affinity, cpuset), and how fast any of them is.',
      'Which CPUs the threads of a trial took: plan.json says that for each arm.',
      'Whether a cache that a virtual machine reports exists.',
    ],
    command: 'numa-lab run --quick --nodes 0,1',
    picture: 'tour-guest',
  },
  make: makeTopology,
};

function makeTopology({ environment, sections }: Report): MadeChart {
  const used = new Set(sections.map(({ machine }) => machine));
  const rows = [
    ...(used.has('virtual') && environment.virtual !== null
      ? topologyRows('virtual machine', environment.virtual.topology)
      : []),
    ...(used.has('host') ? topologyRows('host', environment.host.topology) : []),
  ];
  if (rows.length === 0) return leaveOut('the environment names no CPUs');
  const title = [...new Set(rows.map(({ machine }) => machine))]
    .map((machine) => {
      const own = rows.filter((row) => row.machine === machine);
      const nodes = new Set(own.map(({ node }) => node)).size;
      return `${machine}: ${own.length} CPUs on ${counted(nodes, 'node')}`;
    })
    .join('; ');
  const capital = `${title.charAt(0).toUpperCase()}${title.slice(1)}`;
  const machines = new Set(rows.map(({ machine }) => machine));
  return {
    state: 'chart',
    title: capital,
    description: 'Squares with the number of a CPU, in rows by node; colour shows the last-level cache.',
    spec: makeSpec(
      { title: capital, subtitle: 'CPUs that the run could use, by node, with the memory of the node', rows },
      {
        // Not a facet: the machines have nodes of their own.
        resolve: { scale: { color: 'independent' } },
        vconcat: [...machines].map((machine) => drawMachine(machine, rows)),
      },
    ),
    table: { columns, rows },
  };
}

function drawMachine(machine: string, rows: ReturnType<typeof topologyRows>) {
  const own = rows.filter((row) => row.machine === machine);
  const caches = new Set(own.map(({ cache }) => cache)).size;
  return {
    title: { text: machine, fontSize: 12 },
    transform: [{ filter: { field: 'machine', equal: machine } }],
    width: { step: 30 },
    height: { step: 30 },
    encoding: {
      x: { field: 'column', type: 'ordinal', axis: null },
      y: {
        field: 'place',
        type: 'nominal',
        title: null,
        sort: null,
        axis: { labelLimit: 220, ticks: false },
      },
    },
    resolve: { scale: { color: 'independent' } },
    layer: [
      {
        mark: { type: 'rect', stroke: '#808080' },
        encoding: {
          color: {
            ...{ field: 'cache', type: 'nominal', title: 'last-level cache' },
            scale: { scheme: caches <= mostKeys ? 'set2' : 'set3' },
            ...(caches <= mostKeys ? {} : { legend: null }),
          },
          tooltip: tooltipOf(columns),
        },
      },
      { mark: { type: 'text', color: '#000000' }, encoding: { text: { field: 'cpu', type: 'nominal' } } },
    ],
  };
}

function topologyRows(machine: string, { nodes }: Topology) {
  return nodes.flatMap(({ node, cpus, memoryBytes }) => {
    const scale = chooseScale('B', [memoryBytes]);
    const memory = `${formatScaled(memoryBytes, scale)} ${scale.label}`;
    return cpus.map(({ cpu, core, lastLevelCache }, index) => {
      const line = Math.floor(index / cpusInARow);
      return {
        ...{ machine, node, cpu, core, memory },
        cache: lastLevelCache === null ? 'not reported' : `cache ${lastLevelCache}`,
        column: index % cpusInARow,
        place: line === 0 ? `node ${node}, ${memory}` : `node ${node}, continued ${line}`,
      };
    });
  });
}
