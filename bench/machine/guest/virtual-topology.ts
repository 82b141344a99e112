import type { VirtualShape } from '../../../results/schema/plan.ts';
import type { Topology } from '../../../results/schema/topology.ts';

/**
 * Distances as the firmware of two-socket servers with sub-NUMA clusters tells them: own node, same socket,
 * other socket.
 */
const distance = { own: 10, sameSocket: 12, otherSocket: 21 };

/**
 * Distance between two nodes of a virtual machine of `nodes` nodes, the first half of which is the first
 * socket.
 */
export function virtualDistance(from: number, to: number, nodes: number): number {
  if (from === to) return distance.own;
  const perSocket = Math.ceil(nodes / 2);
  const sameSocket = Math.floor(from / perSocket) === Math.floor(to / perSocket);
  return sameSocket ? distance.sameSocket : distance.otherSocket;
}

/**
 * The machine that a shape makes: node n holds CPUs n·m … n·m+m−1 for m CPUs per node, each a core of its
 * own. The emulator has no caches, so no last-level cache is reported. Every guest is compared with this before
 * its first trial.
 */
export function makeVirtualTopology(shape: VirtualShape): Topology {
  const nodes = Array.from({ length: shape.nodes }, (_, node) => node);
  return {
    nodes: nodes.map((node) => ({
      node,
      cpus: Array.from({ length: shape.cpusPerNode }, (_, index) => {
        const cpu = node * shape.cpusPerNode + index;
        return { cpu, core: cpu, lastLevelCache: null };
      }),
      memoryBytes: shape.memoryPerNodeBytes,
    })),
    distances: nodes.map((from) => nodes.map((to) => virtualDistance(from, to, shape.nodes))),
  };
}
