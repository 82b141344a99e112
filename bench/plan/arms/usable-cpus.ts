import type { Topology } from '../../../results/schema/topology.ts';
import { coreCount, cpusByPreference } from '../../host/topology/cpu-order.ts';
import { UserError } from '../../user-error.ts';

/** CPUs of each node in the order in which threads take them, and how many threads fit before two share a core. */
export interface UsableCpus {
  readonly byNode: ReadonlyMap<number, readonly number[]>;
  readonly cores: ReadonlyMap<number, number>;
}

/**
 * One CPU of every core first, SMT siblings last; with `only` (--cpus) exactly those, in that order.
 * Throws UserError for a CPU of `only` that is not on the nodes.
 */
export function listUsableCpus(
  topology: Topology,
  nodes: readonly number[],
  only: readonly number[] | undefined,
): UsableCpus {
  const wanted = topology.nodes.filter(({ node }) => nodes.includes(node));
  const preferred = new Map(wanted.map((node) => [node.node, cpusByPreference(node)]));
  if (only === undefined) {
    return { byNode: preferred, cores: new Map(wanted.map((node) => [node.node, coreCount(node)])) };
  }
  const known = [...preferred.values()].flat();
  const stray = only.find((cpu) => !known.includes(cpu));
  if (stray !== undefined) {
    throw new UserError(`--cpus has ${stray}, which is not a usable CPU of nodes ${nodes.join(',')}`, {
      hint: `they have ${[...known].sort((a, b) => a - b).join(',')}`,
    });
  }
  const byNode = new Map(
    [...preferred].map(([node, cpus]) => [node, only.filter((cpu) => cpus.includes(cpu))]),
  );
  return { byNode, cores: new Map([...byNode].map(([node, cpus]) => [node, cpus.length])) };
}

const mostDefaultThreads = 8;

/**
 * Threads of a trial when --threads is absent: as many as the smallest node has cores, so that `local` and `spread` do equal
 * work, at least one for each node, at most eight, and a multiple of the nodes so that `split` can divide them.
 * With `perNode` that many on every node instead, where the nodes have as many cores.
 */
export function chooseThreads(usable: UsableCpus, nodes: readonly number[], perNode?: number): number {
  const withCpus = nodes.filter((node) => (usable.byNode.get(node)?.length ?? 0) > 0);
  const fewest = Math.min(...withCpus.map((node) => usable.cores.get(node) ?? 0));
  if (perNode !== undefined) return withCpus.length * Math.max(1, Math.min(perNode, fewest));
  const wanted = Math.max(withCpus.length, Math.min(fewest, mostDefaultThreads));
  return Math.max(1, wanted - (wanted % withCpus.length));
}
