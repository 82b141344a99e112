import type { Topology, TopologyNode } from '../../results/schema/topology.ts';
import { coreCount } from './cpu-order.ts';
import { renderCpuList } from './cpulist.ts';
import { wrapText } from './wrap-text.ts';

const width = 100;

/** Nodes with their CPUs, cores, caches and memory, then the table of distances. */
export function renderTopology(topology: Topology): string {
  const nodes = topology.nodes.flatMap(renderNode);
  return [...nodes, ...renderDistances(topology)].map((line) => `${line}\n`).join('');
}

function renderNode(node: TopologyNode): string[] {
  const facts = [...describeCpus(node), ['memory', `${Math.round(node.memoryBytes / 2 ** 20)} MiB`] as const];
  return [`node ${node.node}`, ...facts.flatMap(([label, value]) => wrapFact(label, value)), ''];
}

/** Goes on in the column in which the value begins. */
function wrapFact(label: string, value: string): string[] {
  const column = 10;
  const lines = wrapText(value, width - column);
  return lines.map((line, i) => (i === 0 ? `  ${label}` : '').padEnd(column) + line);
}

function describeCpus(node: TopologyNode): (readonly [label: string, value: string])[] {
  if (node.cpus.length === 0) return [['CPUs', 'none: memory only']];
  const cores = coreCount(node);
  const threads =
    cores === node.cpus.length ? 'one hardware thread each' : `${node.cpus.length} hardware threads`;
  return [
    ['CPUs', listCpus(node.cpus.map((cpu) => cpu.cpu))],
    ['cores', `${cores}, ${threads}`],
    ['caches', describeCaches(node)],
  ];
}

function describeCaches(node: TopologyNode): string {
  const groups = new Map<number, number[]>();
  for (const { cpu, lastLevelCache } of node.cpus) {
    if (lastLevelCache !== null) groups.set(lastLevelCache, [...(groups.get(lastLevelCache) ?? []), cpu]);
  }
  if (groups.size === 0) return 'last level not told';
  return `last level shared by CPUs ${[...groups.values()].map(listCpus).join(' | ')}`;
}

/** With blanks, so that long lists can be broken. */
function listCpus(cpus: readonly number[]): string {
  return renderCpuList(cpus).replaceAll(',', ', ');
}

function renderDistances({ nodes, distances }: Topology): string[] {
  const header = ['', ...nodes.map((node) => `${node.node}`)];
  const rows = nodes.map((node, i) => [`${node.node}`, ...(distances[i] ?? []).map(String)]);
  const cellWidth = Math.max(...[header, ...rows].flat().map((cell) => cell.length));
  return [
    'distances',
    ...[header, ...rows].map((row) => `  ${row.map((cell) => cell.padStart(cellWidth)).join(' ')}`),
  ];
}
