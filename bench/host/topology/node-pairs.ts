import type { Topology } from '../../../results/schema/topology.ts';
import { nodesToCompare } from './usable-nodes.ts';

/** Two different nodes, lower number first, and their distance. */
export interface NodePair {
  readonly nodes: readonly [number, number];
  /** The larger of both directions: firmware tables need not be symmetric. */
  readonly distance: number;
}

/** Numbers of the nodes on which a thread can run. */
export function nodesWithCpus(topology: Topology): number[] {
  return topology.nodes.filter((node) => node.cpus.length > 0).map((node) => node.node);
}

/** Firmware distance of a pair of nodes; undefined where it is not reported, or the machine lacks one of them. */
export function pairDistance(topology: Topology, a: number, b: number): number | undefined {
  const i = topology.nodes.findIndex((node) => node.node === a);
  const j = topology.nodes.findIndex((node) => node.node === b);
  const there = topology.distances[i]?.[j] ?? undefined;
  const back = topology.distances[j]?.[i] ?? undefined;
  return there === undefined || back === undefined ? undefined : Math.max(there, back);
}

/** Every pair of nodes that can be compared and whose distance is reported, nearest first, equal distances in order of their numbers. */
export function pairsByDistance(topology: Topology): NodePair[] {
  const numbers = nodesToCompare(topology);
  const pairs = numbers.flatMap((a, i) =>
    numbers.slice(i + 1).flatMap((b): NodePair[] => {
      const distance = pairDistance(topology, a, b);
      return distance === undefined ? [] : [{ nodes: [a, b], distance }];
    }),
  );
  return pairs.sort((x, y) => x.distance - y.distance);
}

/** The farthest pair that can be compared when it is farther apart than a and b; undefined when there is none. */
export function fartherPair(topology: Topology, a: number, b: number): NodePair | undefined {
  const own = pairDistance(topology, a, b);
  if (own === undefined) return undefined;
  const farther = pairsByDistance(topology).filter((pair) => pair.distance > own);
  return farther.find((pair) => pair.distance === farther.at(-1)?.distance);
}
