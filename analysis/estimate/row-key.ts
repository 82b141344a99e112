import type { Arm } from '../../results/schema/plan.ts';
import { armFactors } from '../../results/text/arm-factors.ts';
import { type RunSection, threadCount } from '../load/run.ts';

/** What every row of a report says about the arm it came from. */
export function rowKeyOf(section: RunSection, sectionIndex: number, arm: Arm) {
  return {
    section: sectionIndex,
    machine: section.section.machine,
    workload: arm.workload,
    parameters: armFactors(arm),
    placement: arm.placement,
    mode: arm.mode,
    threads: threadCount(arm),
    nodes: nodesOf(arm),
  };
}

function nodesOf(arm: Arm): readonly number[] {
  const nodes = arm.processes.flatMap((process) => [
    ...process.threads.map((thread) => thread.node),
    ...process.boundNodes,
  ]);
  return [...new Set(nodes)].sort((a, b) => a - b);
}

/**
 * Equal for arms that answer the same question: same machine, workload, parameters, mode and number of threads.
 * Target and placement are what such arms are compared by. With `nodes` of the arm left out, since `local` uses one.
 */
export function cellKey(place: Omit<ReturnType<typeof rowKeyOf>, 'placement' | 'nodes'>): string {
  const parameters = Object.entries(place.parameters).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([place.section, place.workload, parameters, place.mode, place.threads]);
}
