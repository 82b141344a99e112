import type { VirtualShape } from '../../results/schema/plan.ts';
import type { Topology } from '../../results/schema/topology.ts';
import { fartherPair, nodesWithCpus, pairDistance } from '../host/node-pairs.ts';
import type { RunRequest } from '../request/run-request.ts';
import { UserError } from '../user-error.ts';
import { chooseShape } from './choose-shape.ts';
import { countNodesWanted, isWanted, type Questions, usualNodeCount } from './questions.ts';

/** Where a section of the run takes place. */
export type Place =
  | {
      readonly machine: 'host';
      readonly purpose: 'nodes' | 'one-node';
      readonly nodes: readonly number[];
      readonly topology: Topology;
    }
  | {
      readonly machine: 'virtual';
      readonly purpose: 'nodes';
      readonly nodes: readonly number[];
      readonly topology: Topology;
      readonly shape: VirtualShape;
    };

export interface MachineContext {
  readonly hostTopology: Topology;
  /** Memory that a guest could have without pushing the host to swap. */
  readonly availableMemoryBytes: number;
  readonly makeVirtualTopology: (shape: VirtualShape) => Topology;
  /** The hypotheses that the run is for, which say how many nodes it takes and whether one node tells them anything. */
  readonly questions?: Questions | undefined;
}

export interface ChosenMachines {
  readonly places: readonly Place[];
  /** Sentences for people about what was chosen. */
  readonly notices: readonly string[];
}

/**
 * Decides where to run. `auto` takes the host when it has the nodes; a host with fewer than two nodes that have CPUs
 * gives its one-node times, and a guest gives the counts. Throws UserError for nodes that the machine lacks.
 */
export function chooseMachines(request: RunRequest, context: MachineContext): ChosenMachines {
  const host = nodesWithCpus(context.hostTopology);
  switch (request.machine) {
    case 'host':
      return chooseHost(request, context);
    case 'virtual':
      return chooseVirtual(request, context);
    case 'auto': {
      const hostHasAll = request.nodes?.every((node) => host.includes(node)) ?? false;
      if (host.length >= 2 || (hostHasAll && request.nodes?.length === 1))
        return chooseHost(request, context);
      return chooseBoth(request, context, host[0]);
    }
  }
}

function chooseBoth(
  request: RunRequest,
  context: MachineContext,
  hostNode: number | undefined,
): ChosenMachines {
  const virtual = chooseVirtual(request, context);
  if (hostNode === undefined) return virtual;
  const host: Place = {
    machine: 'host',
    purpose: 'one-node',
    nodes: [hostNode],
    topology: context.hostTopology,
  };
  const has = 'this host has one NUMA node: ';
  const counts = `a virtual machine gives the counts for nodes ${virtual.places[0]?.nodes.join(',')}`;
  if (!isWanted(host, context.questions)) {
    return { places: virtual.places, notices: [`${has}${counts}`, ...virtual.notices] };
  }
  if (!virtual.places.some((place) => isWanted(place, context.questions))) {
    refuseGuestFlags(request);
    return { places: [host], notices: [`${has}no hypothesis asked for is decided by counts`] };
  }
  return {
    places: [...virtual.places, host],
    notices: [`${has}${counts}, the host the times on one node`, ...virtual.notices],
  };
}

function chooseVirtual(request: RunRequest, context: MachineContext): ChosenMachines {
  const wanted = nodesWanted(context);
  const shape = chooseShape(request, context.availableMemoryBytes, wanted);
  const topology = context.makeVirtualTopology(shape);
  const all = nodesWithCpus(topology);
  const nodes = request.nodes ?? (request.allPairs ? all : all.slice(0, wanted));
  return {
    places: [{ machine: 'virtual', purpose: 'nodes', nodes, topology, shape }],
    notices: describePair(topology, nodes),
  };
}

/** How many nodes a run has that names none. */
function nodesWanted({ questions }: MachineContext): number {
  return questions === undefined ? usualNodeCount : countNodesWanted(questions);
}

function chooseHost(request: RunRequest, context: MachineContext): ChosenMachines {
  refuseGuestFlags(request);
  const topology = context.hostTopology;
  const withCpus = nodesWithCpus(topology);
  const nodes = request.nodes ?? (request.allPairs ? withCpus : withCpus.slice(0, nodesWanted(context)));
  checkHostNodes(nodes, topology, request.nodes === undefined && withCpus.length < 2);
  const purpose = nodes.length === 1 ? 'one-node' : 'nodes';
  const place: Place = { machine: 'host', purpose, nodes, topology };
  if (!isWanted(place, context.questions)) {
    throw new UserError('one node of the host decides none of the hypotheses asked for', {
      hint: 'name two nodes with --nodes, or use --machine virtual',
    });
  }
  return { places: [place], notices: describePair(topology, nodes) };
}

/** A setting of a guest would be dropped in silence, and the times be taken under another one. */
function refuseGuestFlags({ guestFlags: [flag] }: RunRequest): void {
  if (flag === undefined) return;
  throw new UserError(`${flag} is for a virtual machine, and this run is on the host`, {
    hint: 'leave it out, or add --machine virtual',
  });
}

function checkHostNodes(nodes: readonly number[], topology: Topology, pairWasMeant: boolean): void {
  const present = topology.nodes.map((node) => node.node);
  const list = `it has ${present.length === 1 ? 'only node' : 'nodes'} ${present.join(', ')}`;
  if (pairWasMeant) {
    throw new UserError(`this host has no two NUMA nodes with CPUs (${list})`, {
      hint: `use --machine virtual, or --nodes ${present[0] ?? 0} for times on one node`,
    });
  }
  const missing = nodes.find((node) => !present.includes(node));
  if (missing !== undefined) {
    throw new UserError(`this host has no node ${missing} (${list})`, {
      hint: 'name nodes it has, or use --machine virtual',
    });
  }
  if (!nodes.some((node) => nodesWithCpus(topology).includes(node))) {
    throw new UserError(`node ${nodes.join(',')} has no CPUs that this process may use`, {
      hint: 'name at least one node with CPUs; see `numa-lab topology`',
    });
  }
}

/** How far a pair of nodes is apart, and whether others are farther. Nothing of more nodes: many distances are among them. */
function describePair(topology: Topology, nodes: readonly number[]): string[] {
  const [a, b, ...more] = nodes;
  if (a === undefined || b === undefined || more.length > 0) return [];
  const distance = pairDistance(topology, a, b);
  if (distance === undefined) return [];
  const own = `nodes ${a} and ${b} are at distance ${distance}`;
  const farther = fartherPair(topology, a, b);
  if (farther === undefined) return [own];
  const [c, d] = farther.nodes;
  return [`${own}; nodes ${c} and ${d} are farther apart (${farther.distance}): --nodes ${c},${d}`];
}
