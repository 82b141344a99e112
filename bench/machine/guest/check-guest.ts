import type { Topology } from '../../../results/schema/topology.ts';
import { parseCpuList } from '../../host/topology/cpulist.ts';
import type { GuestDescription } from './channel/protocol.ts';

/** How a booted guest differs from the machine that was asked for, in words; undefined when it does not. */
export function findDifference(seen: GuestDescription, wanted: Topology): string | undefined {
  const seenNodes = seen.nodes.map((node) => node.node).join(',');
  const wantedNodes = wanted.nodes.map((node) => node.node).join(',');
  if (seenNodes !== wantedNodes) return `it has the nodes ${seenNodes || '(none)'} instead of ${wantedNodes}`;
  for (const [index, node] of seen.nodes.entries()) {
    const cpus = wanted.nodes[index]?.cpus.map((cpu) => cpu.cpu).join(',');
    const seenCpus = parseCpuList(node.cpus).join(',');
    if (seenCpus !== cpus) return `node ${node.node} has the CPUs ${seenCpus || '(none)'} instead of ${cpus}`;
    const distances = wanted.distances[index]?.join(' ');
    if (node.distances !== distances) {
      return `node ${node.node} has the distances ${node.distances} instead of ${distances}`;
    }
  }
  return undefined;
}
