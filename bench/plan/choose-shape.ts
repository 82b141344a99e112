import type { VirtualShape } from '../../results/schema/plan.ts';
import { checkShape } from '../machine/guest/check-shape.ts';
import { largestShape } from '../request/parse-nodes.ts';
import type { RunRequest } from '../request/run-request.ts';
import { UserError } from '../user-error.ts';

const mebibyte = 2 ** 20;

/**
 * The guest's shape: the one asked for, else just large enough for the nodes and threads asked for; `nodesWanted` of them where no
 * node is named.
 * Throws UserError for a node outside the shape and for memory the host does not have.
 */
export function chooseShape(
  request: RunRequest,
  availableMemoryBytes: number,
  nodesWanted: number,
): VirtualShape {
  const nodes = request.nodes ?? firstNodes(Math.min(nodesWanted, request.shape?.nodes ?? nodesWanted));
  const last = Math.max(...nodes);
  if (last >= largestShape) {
    throw new UserError(`a virtual machine has no node ${last}: it has at most ${largestShape} nodes`, {
      hint: `name nodes from 0 to ${largestShape - 1}`,
    });
  }
  const shape = request.shape ?? {
    nodes: Math.max(2, last + 1),
    cpusPerNode: chooseCpus(request, nodes.length),
  };
  if (last >= shape.nodes) {
    throw new UserError(`a ${shape.nodes}x${shape.cpusPerNode} virtual machine has no node ${last}`, {
      hint: `name nodes from 0 to ${shape.nodes - 1}, or use --virtual-shape ${last + 1}x${shape.cpusPerNode}`,
    });
  }
  const memoryPerNodeBytes = request.memoryPerNodeBytes ?? defaultMemoryPerNodeBytes(shape.nodes);
  const whole = { ...shape, memoryPerNodeBytes };
  checkShape(whole, availableMemoryBytes);
  return whole;
}

/** Guests of many nodes get less on each, so that they fit on a small host. */
export function defaultMemoryPerNodeBytes(nodeCount: number): number {
  return (nodeCount <= 4 ? 512 : 256) * mebibyte;
}

/** Enough CPUs per node that the largest --threads fits when spread. */
function chooseCpus(request: RunRequest, nodeCount: number): number {
  const most = Math.max(2, ...(request.threads ?? []));
  return Math.min(largestShape, Math.max(2, Math.ceil(most / nodeCount)));
}

function firstNodes(count: number): number[] {
  return Array.from({ length: count }, (_, node) => node);
}
