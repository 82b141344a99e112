import type { ProcessSpec, ThreadSpec } from '../../../results/schema/plan.ts';
import { unreachable } from '../../../results/schema/unreachable.ts';
import type { PlacementName } from '../../../results/schema/workload.ts';

export interface PlaceRequest {
  readonly placement: PlacementName;
  /** The first is where `local` and `remote` run; the second is where `remote` has its memory. */
  readonly nodes: readonly number[];
  readonly threads: number;
  /** Given to threads in turn. */
  readonly roles: readonly string[];
  /** The fewest threads of one process. */
  readonly minThreads: number;
  /** CPUs of each node in the order in which threads take them; none for a memory-only node. */
  readonly cpus: ReadonlyMap<number, readonly number[]>;
  /** False where there is only one node: set_mempolicy would add nothing, and containers often forbid it. */
  readonly bindMemory: boolean;
  /** Automatic NUMA balancing is a factor of the run; it skips the memory of a process that has a policy of its own. */
  readonly balancing: boolean;
}

export type Placed =
  | { readonly state: 'placed'; readonly processes: readonly ProcessSpec[] }
  | { readonly state: 'impossible'; readonly reason: string };

/**
 * Threads and numactl policies of one trial, by the table of placements: `local` and `remote` on the first node,
 * `spread` and `interleave` round robin over the nodes, `split` one process per node. Two threads never share a CPU.
 */
export function placeThreads(request: PlaceRequest): Placed {
  const { placement, nodes, threads } = request;
  const withCpus = nodes.filter((node) => cpusOf(request, node).length > 0);
  const [local] = withCpus;
  if (local === undefined) return impossible(`no CPUs on ${listNodes(nodes)}`);
  switch (placement) {
    case 'local':
      return placeOne(request, [local], [`--membind=${local}`], [local]);
    case 'remote': {
      const remote = nodes.find((node) => node !== local);
      if (remote === undefined) return impossible('it needs two nodes');
      return placeOne(request, [local], [`--membind=${remote}`], [remote]);
    }
    case 'spread':
      if (withCpus.length < 2) return impossible('it needs two nodes with CPUs');
      if (threads < withCpus.length)
        return impossible(
          `${threads} ${threads === 1 ? 'thread does' : 'threads do'} not reach ${listNodes(withCpus)}`,
        );
      // No policy: --localalloc would be one, and automatic NUMA balancing would skip the memory.
      return placeOne(request, withCpus, [], []);
    case 'interleave':
      if (nodes.length < 2) return impossible('it needs two nodes');
      return placeOne(request, withCpus, [`--interleave=${nodes.join(',')}`], nodes);
    case 'split': {
      if (withCpus.length < 2) return impossible('it needs two nodes with CPUs');
      if (threads % withCpus.length !== 0) {
        return impossible(`${threads} threads cannot be divided between ${withCpus.length} processes`);
      }
      return placeSplit(request, withCpus);
    }
    default:
      return unreachable(placement);
  }
}

function placeOne(
  request: PlaceRequest,
  cpuNodes: readonly number[],
  policy: readonly string[],
  boundNodes: readonly number[],
): Placed {
  const { threads, minThreads } = request;
  const [option] = policy;
  if (option !== undefined && request.bindMemory && request.balancing)
    return impossible(skipsBalancing(option));
  if (threads < minThreads) return impossible(`it needs ${minThreads} threads in a process`);
  const room = cpuNodes.reduce((sum, node) => sum + cpusOf(request, node).length, 0);
  if (threads > room)
    return impossible(`${threads} threads do not fit on the ${room} CPUs of ${listNodes(cpuNodes)}`);
  const taken = takeCpusInTurn(request, cpuNodes);
  const process = request.bindMemory
    ? {
        threads: taken,
        numactl: [`--cpunodebind=${cpuNodes.join(',')}`, ...policy],
        boundNodes: [...boundNodes],
      }
    : { threads: taken, numactl: [bindCpus(taken)], boundNodes: [] };
  return { state: 'placed', processes: [process] };
}

/** All but `spread`, which binds CPUs and leaves the policy at the kernel's default, first touch. */
export function setsMemoryPolicy(placement: PlacementName): boolean {
  return placement !== 'spread';
}

/** The policy of a process that needs none for memory. --cpunodebind asks for memory policies, which containers may forbid. */
export function bindCpus(threads: readonly Pick<ThreadSpec, 'cpu'>[]): string {
  return `--physcpubind=${threads.map((thread) => thread.cpu).join(',')}`;
}

/** Why a factor would do nothing: the kernel moves pages of processes that have its default policy only. */
function skipsBalancing(option: string): string {
  return `automatic NUMA balancing skips the memory of a process under numactl ${option}`;
}

function placeSplit(request: PlaceRequest, cpuNodes: readonly number[]): Placed {
  const parts = cpuNodes.map((node) =>
    placeOne(
      { ...request, threads: request.threads / cpuNodes.length },
      [node],
      [`--membind=${node}`],
      [node],
    ),
  );
  const failed = parts.find((part) => part.state === 'impossible');
  if (failed !== undefined) return failed;
  return {
    state: 'placed',
    processes: parts.flatMap((part) => (part.state === 'placed' ? part.processes : [])),
  };
}

/** Round robin over the nodes, passing over those that are full. */
function takeCpusInTurn(request: PlaceRequest, nodes: readonly number[]): ThreadSpec[] {
  const rounds = Math.max(...nodes.map((node) => cpusOf(request, node).length));
  const inTurn = Array.from({ length: rounds }, (_, round) =>
    nodes.flatMap((node) => {
      const cpu = cpusOf(request, node)[round];
      return cpu === undefined ? [] : [{ node, cpu }];
    }),
  ).flat();
  return inTurn
    .slice(0, request.threads)
    .map((spot, i) => ({ role: request.roles[i % request.roles.length] ?? 'worker', ...spot }));
}

function cpusOf(request: PlaceRequest, node: number): readonly number[] {
  return request.cpus.get(node) ?? [];
}

function listNodes(nodes: readonly number[]): string {
  return nodes.length === 1 ? `node ${nodes[0]}` : `nodes ${nodes.join(', ')}`;
}

function impossible(reason: string): Placed {
  return { state: 'impossible', reason };
}
