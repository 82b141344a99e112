import type { Topology } from '../../../results/schema/topology.ts';
import { renderCpuList } from './cpulist.ts';

/** What keeps threads, or their memory, from being placed on a node, in the order in which it is reported. */
const obstacles = ['no CPUs', 'CPUs withheld', 'shared CPUs', 'no memory', 'memory withheld'] as const;
export type Obstacle = (typeof obstacles)[number];

/** `nodes` is `node 1` or `nodes 2-3`. */
const sentences: Readonly<Record<Obstacle, (nodes: string, verb: 'has' | 'have') => string>> = {
  'no CPUs': (nodes, verb) => `${nodes} ${verb} no CPUs`,
  'CPUs withheld': (nodes) => `the CPUs of ${nodes} are outside the affinity of this process`,
  'shared CPUs': (nodes, verb) => `${nodes} ${verb} CPUs that another node lists too`,
  'no memory': (nodes, verb) => `${nodes} ${verb} no memory`,
  'memory withheld': (nodes) => `the memory of ${nodes} is outside the cpuset of this process`,
};

type FindObstacle = (topology: Topology, node: number) => Obstacle | undefined;

const findCpuObstacle: FindObstacle = (topology, node) => {
  if ((nodeOf(topology, node)?.cpus.length ?? 0) > 0) return undefined;
  return (withheldOf(topology, node)?.cpus.length ?? 0) > 0 ? 'CPUs withheld' : 'no CPUs';
};

const findMemoryObstacle: FindObstacle = (topology, node) => {
  if ((nodeOf(topology, node)?.memoryBytes ?? 0) > 0) return undefined;
  return withheldOf(topology, node)?.memory === true ? 'memory withheld' : 'no memory';
};

const findSharing: FindObstacle = (topology, node) =>
  findShared(topology, [node]) === undefined ? undefined : 'shared CPUs';

function nodeOf({ nodes }: Topology, number: number) {
  return nodes.find(({ node }) => node === number);
}

function withheldOf({ withheld = [] }: Topology, number: number) {
  return withheld.find(({ node }) => node === number);
}

/** CPUs that several nodes list, as broken firmware reports it: where a thread on such a CPU is, nobody knows. */
export function listSharedCpus({ nodes }: Topology): { readonly cpu: number; readonly nodes: number[] }[] {
  const nodesOf = new Map<number, number[]>();
  for (const { node, cpus } of nodes) {
    for (const { cpu } of cpus) nodesOf.set(cpu, [...(nodesOf.get(cpu) ?? []), node]);
  }
  return [...nodesOf].filter(([, on]) => on.length > 1).map(([cpu, on]) => ({ cpu, nodes: on }));
}

/** The first CPU of these nodes that another node lists too. */
export function findShared(topology: Topology, wanted: readonly number[]) {
  return listSharedCpus(topology).find(({ nodes }) => nodes.some((node) => wanted.includes(node)));
}

const finders = [findCpuObstacle, findSharing, findMemoryObstacle];

/** Numbers of the nodes that can be compared with one another: each with CPUs of its own, and with memory. */
export function nodesToCompare(topology: Topology): number[] {
  const isAble = (node: number) => finders.every((find) => find(topology, node) === undefined);
  return topology.nodes.map(({ node }) => node).filter(isAble);
}

/** Why each of these nodes that cannot be compared with others cannot, in one sentence for nodes of one kind. */
export function explainObstacles(
  topology: Topology,
  nodes: readonly number[],
  kinds: readonly Obstacle[] = obstacles,
): string[] {
  return kinds.flatMap((kind) => {
    const of = nodes.filter((node) => finders.some((find) => find(topology, node) === kind));
    const [first, ...more] = of;
    if (first === undefined) return [];
    return more.length === 0
      ? sentences[kind](`node ${first}`, 'has')
      : sentences[kind](`nodes ${renderCpuList(of)}`, 'have');
  });
}

/** The node of a host without a pair that can give times: threads on it find memory there. */
export function findTimesNode(topology: Topology): number | undefined {
  const withBoth = topology.nodes.filter(({ cpus, memoryBytes }) => cpus.length > 0 && memoryBytes > 0);
  return nodesToCompare(topology)[0] ?? withBoth[0]?.node;
}

/** Whether trials can run on some of these nodes and have their memory on each of them. */
export function canHoldMemoryApart(topology: Topology, nodes: readonly number[]): boolean {
  const found = topology.nodes.filter(({ node, memoryBytes }) => nodes.includes(node) && memoryBytes > 0);
  const haveAll = found.length === nodes.length && found.some(({ cpus }) => cpus.length > 0);
  return nodes.length > 1 && haveAll && findShared(topology, nodes) === undefined;
}

/** How to have threads on one node and memory on another without CPUs, on a host that can do no more; else undefined. */
export function suggestMemoryApart(topology: Topology): string | undefined {
  const local = findTimesNode(topology);
  const remote = topology.nodes.find(({ cpus, memoryBytes }) => cpus.length === 0 && memoryBytes > 0)?.node;
  if (local === undefined || remote === undefined) return undefined;
  return `--nodes ${local},${remote} for threads on node ${local} with their memory on either`;
}

/** Numbers of all nodes that this machine shows, those of which this process may use nothing among them. */
export function listShownNodes({ nodes, withheld = [] }: Topology): number[] {
  return [...new Set([...nodes, ...withheld].map(({ node }) => node))].sort((a, b) => a - b);
}
