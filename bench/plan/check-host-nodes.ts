import type { Topology } from '../../results/schema/topology.ts';
import { renderCpuList } from '../host/topology/cpulist.ts';
import { nodesWithCpus } from '../host/topology/node-pairs.ts';
import {
  explainObstacles,
  findShared,
  findTimesNode,
  listShownNodes,
  nodesToCompare,
  suggestMemoryApart,
} from '../host/topology/usable-nodes.ts';
import { UserError } from '../user-error.ts';

/** Throws UserError, with the reason, for nodes of the host on which no trials can be placed. */
export function checkHostNodes(nodes: readonly number[], topology: Topology): void {
  const present = topology.nodes.map(({ node }) => node);
  const missing = nodes.find((node) => !present.includes(node));
  if (missing !== undefined) {
    const isShown = listShownNodes(topology).includes(missing);
    const reasons = explainObstacles(topology, [missing]).join(', and ');
    throw new UserError(isShown ? reasons : `this host has no node ${missing} (${listNodes(present)})`, {
      hint: 'name nodes it has, or use --machine virtual',
    });
  }
  if (!nodes.some((node) => nodesWithCpus(topology).includes(node))) {
    throw new UserError(`node ${nodes.join(',')} has no CPUs that this process may use`, {
      hint: 'name at least one node with CPUs; see `numa-lab topology`',
    });
  }
  const [lack] = explainObstacles(topology, nodes, ['no memory', 'memory withheld']);
  if (lack !== undefined) {
    const able = nodesToCompare(topology);
    throw new UserError(`${lack}, so that no trial can be placed there`, {
      hint:
        able.length === 0 ? 'use --machine virtual' : `nodes with both CPUs and memory: ${able.join(', ')}`,
    });
  }
  const shared = nodes.length > 1 ? findShared(topology, nodes) : undefined;
  if (shared !== undefined) {
    const all = renderCpuList(shared.nodes);
    throw new UserError(
      `nodes ${all} all list CPU ${shared.cpu}: on which of them a thread runs is not known`,
      {
        hint: `use --machine virtual, or --nodes ${nodes[0]} for times on one node`,
      },
    );
  }
}

/** What to say where two nodes of the host were meant, and it has no two to compare. */
export function refusePair(topology: Topology): UserError {
  const { nodes } = topology;
  const reasons = explainObstacles(topology, listShownNodes(topology));
  const seen = reasons.length > 0 ? reasons : [listNodes(nodes.map(({ node }) => node))];
  const times = findTimesNode(topology);
  const apart = suggestMemoryApart(topology);
  return new UserError(`this host has no two NUMA nodes to compare (${seen.join('; ')})`, {
    hint: [
      'use --machine virtual',
      ...(times === undefined ? [] : [`or --nodes ${times} for times on one node`]),
      ...(apart === undefined ? [] : [`or ${apart}`]),
    ].join(', '),
  });
}

function listNodes(nodes: readonly number[]): string {
  return `it has ${nodes.length === 1 ? 'only node' : 'nodes'} ${nodes.join(', ')}`;
}
