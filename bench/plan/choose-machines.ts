import type { VirtualShape } from '../../results/schema/plan.ts';
import type { Topology } from '../../results/schema/topology.ts';
import { fartherPair, nodesWithCpus, pairDistance } from '../host/topology/node-pairs.ts';
import {
  canHoldMemoryApart,
  explainObstacles,
  findTimesNode,
  listShownNodes,
  nodesToCompare,
  suggestMemoryApart,
} from '../host/topology/usable-nodes.ts';
import type { RunRequest } from '../request/run-request.ts';
import { UserError } from '../user-error.ts';
import { checkHostNodes, refusePair } from './check-host-nodes.ts';
import { chooseShape } from './choose-shape.ts';
import { countNodesWanted, type HypothesisPlan, isWanted, usualNodeCount } from './hypothesis-plan.ts';
import type { MachineSection } from './machine-section.ts';

export interface MachineContext {
  readonly hostTopology: Topology;
  /** Memory that a guest could have without pushing the host to swap. */
  readonly availableMemoryBytes: number;
  readonly makeVirtualTopology: (shape: VirtualShape) => Topology;
  /** The hypotheses that the run is for, which say how many nodes it takes and whether one node tells them anything. */
  readonly hypothesisPlan?: HypothesisPlan | undefined;
}

export interface ChosenMachines {
  readonly places: readonly MachineSection[];
  /** Sentences for people about what was chosen. */
  readonly notices: readonly string[];
}

/**
 * Decides where to run. `auto` takes the host when it has the nodes; a host with fewer than two nodes that can be compared
 * gives its one-node times, and a guest gives the counts. Throws UserError for nodes that the machine lacks.
 */
export function chooseMachines(request: RunRequest, context: MachineContext): ChosenMachines {
  switch (request.machine) {
    case 'host':
      return chooseHost(request, context);
    case 'virtual':
      return chooseVirtual(request, context);
    case 'auto':
      return isForHost(request, context) ? chooseHost(request, context) : chooseBoth(request, context);
  }
}

function isForHost({ nodes }: RunRequest, { hostTopology, hypothesisPlan }: MachineContext): boolean {
  if (nodesToCompare(hostTopology).length >= 2) return true;
  const [only, ...more] = nodes ?? [];
  if (only === undefined) return false;
  if (more.length === 0) return nodesWithCpus(hostTopology).includes(only);
  // Hypotheses are about threads on several nodes.
  return hypothesisPlan === undefined && canHoldMemoryApart(hostTopology, [only, ...more]);
}

function chooseBoth(request: RunRequest, context: MachineContext): ChosenMachines {
  const virtual = chooseVirtual(request, context);
  const has = `${describeHost(context.hostTopology)}: `;
  const counts = `a virtual machine gives the counts for nodes ${virtual.places[0]?.nodes.join(',')}`;
  const hostNode = findTimesNode(context.hostTopology);
  if (hostNode === undefined) {
    return { places: virtual.places, notices: [`${has}${counts}`, ...virtual.notices] };
  }
  const host: MachineSection = {
    machine: 'host',
    purpose: 'one-node',
    nodes: [hostNode],
    topology: context.hostTopology,
  };
  if (!isWanted(host, context.hypothesisPlan)) {
    return { places: virtual.places, notices: [`${has}${counts}`, ...virtual.notices] };
  }
  if (!virtual.places.some((place) => isWanted(place, context.hypothesisPlan))) {
    refuseGuestFlags(request);
    return { places: [host], notices: [`${has}no hypothesis asked for is decided by counts`] };
  }
  const apart = context.hypothesisPlan === undefined ? suggestMemoryApart(context.hostTopology) : undefined;
  return {
    places: [...virtual.places, host],
    notices: [
      `${has}${counts}, the host the times on one node`,
      ...(apart === undefined ? [] : [`the host alone: ${apart}`]),
      ...virtual.notices,
    ],
  };
}

/** Why the host cannot answer for nodes. */
function describeHost(topology: Topology): string {
  const shown = listShownNodes(topology);
  const reasons = explainObstacles(topology, shown).join('; ');
  return reasons === ''
    ? 'this host has one NUMA node'
    : `this host has no two NUMA nodes to compare (${reasons})`;
}

function chooseVirtual(request: RunRequest, context: MachineContext): ChosenMachines {
  const wanted = nodesWanted(context);
  const shape = chooseShape(request, context.availableMemoryBytes, wanted);
  const topology = context.makeVirtualTopology(shape);
  const all = nodesWithCpus(topology);
  const nodes = request.nodes ?? (request.allPairs ? all : all.slice(0, wanted));
  return {
    places: [{ machine: 'virtual', purpose: 'nodes', nodes, topology, shape }],
    notices: describePair(topology, nodes).map((sentence) => `in the virtual machine ${sentence}`),
  };
}

/** How many nodes a run has that names none. */
function nodesWanted({ hypothesisPlan }: MachineContext): number {
  return hypothesisPlan === undefined ? usualNodeCount : countNodesWanted(hypothesisPlan);
}

function chooseHost(request: RunRequest, context: MachineContext): ChosenMachines {
  refuseGuestFlags(request);
  const topology = context.hostTopology;
  const able = nodesToCompare(topology);
  const nodes = request.nodes ?? (request.allPairs ? able : able.slice(0, nodesWanted(context)));
  if (request.nodes === undefined && able.length < 2) throw refusePair(topology);
  checkHostNodes(nodes, topology);
  const purpose = nodes.length === 1 ? 'one-node' : 'nodes';
  const place: MachineSection = { machine: 'host', purpose, nodes, topology };
  if (!isWanted(place, context.hypothesisPlan)) {
    throw new UserError('one node of the host decides none of the hypotheses asked for', {
      hint: 'name two nodes with --nodes, or use --machine virtual',
    });
  }
  return {
    places: [place],
    notices: [
      ...(request.nodes === undefined ? describePassedOver(topology, nodes) : []),
      ...describeMemoryNodes(topology, nodes),
      ...describePair(topology, nodes),
    ],
  };
}

/** Why the first nodes were not taken, where they were not. */
function describePassedOver(topology: Topology, nodes: readonly number[]): string[] {
  const passedOver = listShownNodes(topology).filter(
    (node) => !nodes.includes(node) && node < Math.max(...nodes),
  );
  return explainObstacles(topology, passedOver).map((reason) => `passed over: ${reason}`);
}

/** Which of the nodes have no threads. */
function describeMemoryNodes(topology: Topology, nodes: readonly number[]): string[] {
  const withCpus = nodesWithCpus(topology).filter((node) => nodes.includes(node));
  const without = nodes.filter((node) => !withCpus.includes(node));
  const on = `${withCpus.length === 1 ? 'node' : 'nodes'} ${withCpus.join(', ')}`;
  return explainObstacles(topology, without).map((reason) => `${reason}: threads run on ${on} only`);
}

/** A setting of a guest would be dropped in silence, and the times be taken under another one. */
function refuseGuestFlags({ guestFlags: [flag] }: RunRequest): void {
  if (flag === undefined) return;
  throw new UserError(`${flag} is for a virtual machine, and this run is on the host`, {
    hint: 'leave it out, or add --machine virtual',
  });
}

/** How far a pair of nodes is apart, and whether others are farther. Nothing of more nodes: many distances are among them. */
function describePair(topology: Topology, nodes: readonly number[]): string[] {
  const [a, b, ...more] = nodes;
  if (a === undefined || b === undefined || more.length > 0) return [];
  const distance = pairDistance(topology, a, b);
  if (distance === undefined) return [`how far nodes ${a} and ${b} are apart is not reported`];
  const own = `nodes ${a} and ${b} are at distance ${distance}`;
  const farther = fartherPair(topology, a, b);
  if (farther === undefined) return [own];
  const [c, d] = farther.nodes;
  return [`${own}; nodes ${c} and ${d} are farther apart (${farther.distance}): --nodes ${c},${d}`];
}
