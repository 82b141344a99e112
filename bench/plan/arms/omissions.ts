import type { Section } from '../../../results/schema/plan.ts';
import type { Description } from '../../../results/schema/workload.ts';
import { findWorkload } from '../../request/check-workloads.ts';
import type { RunRequest } from '../../request/run-request.ts';
import type { LackingNodes, Omission } from './make-arms.ts';

/** One sentence for each workload, placement and target that was left out. */
export function describeOmissions(omissions: readonly Omission[]): string[] {
  return [
    ...new Set(
      omissions.map(
        ({ workload, placement, threads, target, reason }) =>
          `left out: ${workload} ${placement} with ${threads} ${threads === 1 ? 'thread' : 'threads'}` +
          `${target === undefined ? '' : ` of ${target}`} (${reason})`,
      ),
    ),
  ];
}

/** One sentence for each hypothesis that asks about more nodes than there are. */
export function describeLackingNodes(lacking: readonly LackingNodes[], nodes: readonly number[]): string[] {
  const has = nodes.length === 1 ? 'one node' : `${nodes.length} nodes`;
  return [
    ...new Set(
      lacking.map(
        ({ hypothesis, workload, counts }) =>
          `left out of hypothesis ${hypothesis}: ${workload} on ${counts.join(' and ')} nodes (this part of the run has ${has})`,
      ),
    ),
  ];
}

/** Sentences about parameters that were set and do nothing in any mode of the run. */
export function describeIdleLevels(
  request: RunRequest,
  description: Description,
  sections: readonly Section[],
): string[] {
  const modes = new Set(sections.flatMap((section) => section.arms.map((arm) => arm.mode)));
  return request.levels.flatMap(({ workload, parameter }) => {
    const described = findWorkload(workload, description).parameters.find(({ name }) => name === parameter);
    const effective = described?.modes;
    if (effective === undefined || effective.some((mode) => modes.has(mode))) return [];
    const list = effective.join(' and ');
    return [`${workload}.${parameter} has an effect in mode ${list} only, which this run has none of`];
  });
}
