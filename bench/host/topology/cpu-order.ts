import type { TopologyNode } from '../../../results/schema/topology.ts';

/**
 * CPUs of a node in the order in which threads should take them: one hardware thread of every core first, its
 * siblings last, because two threads on one core measure the core they share. Ascending within each round.
 */
export function cpusByPreference(node: TopologyNode): number[] {
  const takenOfCore = new Map<number, number>();
  const rounds: number[][] = [];
  for (const { cpu, core } of [...node.cpus].sort((a, b) => a.cpu - b.cpu)) {
    const round = takenOfCore.get(core) ?? 0;
    takenOfCore.set(core, round + 1);
    rounds[round] = [...(rounds[round] ?? []), cpu];
  }
  return rounds.flat();
}

/** How many threads fit on a node before two share a core. */
export function coreCount(node: TopologyNode): number {
  return new Set(node.cpus.map((cpu) => cpu.core)).size;
}
