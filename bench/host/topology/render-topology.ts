import type { Topology, TopologyNode } from '../../../results/schema/topology.ts';
import { wrapText } from '../wrap-text.ts';
import { coreCount } from './cpu-order.ts';
import { renderCpuList } from './cpulist.ts';
import { explainObstacles, listSharedCpus, listShownNodes } from './usable-nodes.ts';

const width = 100;

/** Nodes with their CPUs, cores, caches and memory, what of the machine may not be used, then the table of distances. */
export function renderTopology(topology: Topology): string {
  const nodes = topology.nodes.flatMap((node) => renderNode(node, topology));
  const lines = [...nodes, ...renderRemarks(topology), ...renderDistances(topology)];
  return lines.map((line) => `${line}\n`).join('');
}

function renderNode(node: TopologyNode, { nodes, withheld = [] }: Topology): string[] {
  const outside = withheld.find((part) => part.node === node.node);
  const facts = [
    ...describeCpus(
      node,
      outside?.cpus ?? [],
      nodes.some(({ cpus }) => cpus.length > 0),
    ),
    ['memory', describeMemory(node, outside?.memory ?? false)] as const,
  ];
  return [`node ${node.node}`, ...facts.flatMap(([label, value]) => wrapFact(label, value)), ''];
}

function describeMemory({ memoryBytes }: TopologyNode, isWithheld: boolean): string {
  if (isWithheld) return 'outside the cpuset of this process';
  return memoryBytes === 0 ? 'none' : `${Math.round(memoryBytes / 2 ** 20)} MiB`;
}

/** What is odd about the nodes together. */
function renderRemarks(topology: Topology): string[] {
  const hidden = listShownNodes(topology).filter((node) => !topology.nodes.some((one) => one.node === node));
  const shared = listSharedCpus(topology).map(({ cpu }) => cpu);
  const remarks = [
    ...explainObstacles(topology, hidden),
    ...(shared.length === 0
      ? []
      : [
          `several nodes list the CPUs ${listCpus(shared)}: on which node a thread runs is not known, and no times between them are taken`,
        ]),
  ];
  return remarks.length === 0 ? [] : [...remarks.flatMap((remark) => wrapText(remark, width)), ''];
}

/** Goes on in the column in which the value begins. */
function wrapFact(label: string, value: string): string[] {
  const column = 10;
  const lines = wrapText(value, width - column);
  return lines.map((line, i) => (i === 0 ? `  ${label}` : '').padEnd(column) + line);
}

function describeCpus(
  node: TopologyNode,
  withheld: readonly number[],
  othersHaveCpus: boolean,
): (readonly [label: string, value: string])[] {
  const outside = withheld.length === 0 ? [] : [`${listCpus(withheld)} outside the affinity of this process`];
  if (node.cpus.length === 0)
    return [['CPUs', outside[0] ?? (othersHaveCpus ? 'none: memory only' : 'none is shown')]];
  const cores = coreCount(node);
  const threads =
    cores === node.cpus.length ? 'one hardware thread each' : `${node.cpus.length} hardware threads`;
  return [
    ['CPUs', [listCpus(node.cpus.map((cpu) => cpu.cpu)), ...outside].join('; ')],
    ['cores', `${cores}, ${threads}`],
    ['caches', describeCaches(node)],
  ];
}

function describeCaches(node: TopologyNode): string {
  const groups = new Map<number, number[]>();
  for (const { cpu, lastLevelCache } of node.cpus) {
    if (lastLevelCache !== null) groups.set(lastLevelCache, [...(groups.get(lastLevelCache) ?? []), cpu]);
  }
  if (groups.size === 0) return 'last level not reported';
  return `last level shared by CPUs ${[...groups.values()].map(listCpus).join(' | ')}`;
}

/** With blanks, so that long lists can be broken. */
function listCpus(cpus: readonly number[]): string {
  return renderCpuList(cpus).replaceAll(',', ', ');
}

function renderDistances({ nodes, distances }: Topology): string[] {
  const isReported = distances.flat().some((distance) => distance !== null);
  if (!isReported) return ['distances  not reported'];
  const header = ['', ...nodes.map((node) => `${node.node}`)];
  const cells = (row: readonly (number | null)[] = []) => row.map((distance) => `${distance ?? '?'}`);
  const rows = nodes.map((node, i) => [`${node.node}`, ...cells(distances[i])]);
  const cellWidth = Math.max(...[header, ...rows].flat().map((cell) => cell.length));
  return [
    'distances',
    ...[header, ...rows].map((row) => `  ${row.map((cell) => cell.padStart(cellWidth)).join(' ')}`),
  ];
}
