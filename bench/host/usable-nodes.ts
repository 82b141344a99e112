import type { Topology } from '../../results/schema/topology.ts';
import { renderCpuList } from './cpulist.ts';

/** What keeps threads, or their memory, from being placed on a node. */
type Obstacle = 'no CPUs' | 'CPUs withheld' | 'shared CPUs' | 'no memory' | 'memory withheld';

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
  listSharedCpus(topology).some(({ nodes }) => nodes.includes(node)) ? 'shared CPUs' : undefined;

function nodeOf({ nodes }: Topology, number: number) {
  return nodes.find(({ node }) => node === number);
}

function withheldOf({ withheld = [] }: Topology, number: number) {
  return withheld.find(({ node }) => node === number);
}

/** CPUs that several nodes list, as broken firmware tells it: where a thread on such a CPU is, nobody knows. */
export function listSharedCpus({ nodes }: Topology): { readonly cpu: number; readonly nodes: number[] }[] {
  const nodesOf = new Map<number, number[]>();
  for (const { node, cpus } of nodes) {
    for (const { cpu } of cpus) nodesOf.set(cpu, [...(nodesOf.get(cpu) ?? []), node]);
  }
  return [...nodesOf].filter(([, on]) => on.length > 1).map(([cpu, on]) => ({ cpu, nodes: on }));
}

/** Numbers of the nodes that can be compared with one another: each with CPUs of its own, and with memory. */
export function nodesToCompare(topology: Topology): number[] {
  const shared = new Set(listSharedCpus(topology).flatMap(({ nodes }) => nodes));
  return topology.nodes
    .filter(({ node, cpus, memoryBytes }) => cpus.length > 0 && memoryBytes > 0 && !shared.has(node))
    .map(({ node }) => node);
}

/** Why nothing can be placed in the memory of this node; undefined where it can. */
export function explainLackOfMemory(topology: Topology, node: number): string | undefined {
  const obstacle = findMemoryObstacle(topology, node);
  return obstacle && sentences[obstacle](`node ${node}`, 'has');
}

/** Why each of these nodes that cannot be compared with others cannot, in one sentence for nodes of one kind. */
export function explainObstacles(topology: Topology, nodes: readonly number[]): string[] {
  return tellOf(topology, nodes, [findCpuObstacle, findSharing, findMemoryObstacle]);
}

/** The same of what the affinity and the cpuset of this process take, and nothing else. */
export function explainWithheld(topology: Topology, nodes: readonly number[]): string[] {
  const onlyWithheld =
    (find: FindObstacle): FindObstacle =>
    (of, node) => {
      const obstacle = find(of, node);
      return obstacle === 'CPUs withheld' || obstacle === 'memory withheld' ? obstacle : undefined;
    };
  return tellOf(topology, nodes, [findCpuObstacle, findMemoryObstacle].map(onlyWithheld));
}

function tellOf(topology: Topology, nodes: readonly number[], finders: readonly FindObstacle[]): string[] {
  const nodesBy = new Map<Obstacle, number[]>();
  for (const node of nodes) {
    for (const find of finders) {
      const obstacle = find(topology, node);
      if (obstacle !== undefined) nodesBy.set(obstacle, [...(nodesBy.get(obstacle) ?? []), node]);
    }
  }
  return [...nodesBy].map(([obstacle, of]) =>
    of.length === 1
      ? sentences[obstacle](`node ${of[0]}`, 'has')
      : sentences[obstacle](`nodes ${renderCpuList(of)}`, 'have'),
  );
}

/** Numbers of all nodes that this machine shows, those of which this process may use nothing among them. */
export function listShownNodes({ nodes, withheld = [] }: Topology): number[] {
  return [...new Set([...nodes, ...withheld].map(({ node }) => node))].sort((a, b) => a - b);
}
