import type { Section } from '../../results/schema/plan.ts';
import type { Description } from '../../results/schema/workload.ts';
import { findWorkload } from '../request/check-workloads.ts';
import type { RunRequest } from '../request/run-request.ts';
import { UserError } from '../user-error.ts';
import type { LackingNodes, MadeArms, Omission } from './make-arms.ts';

/**
 * What a preset proposes and the machine cannot hold is left out and said; what was asked for by name and is left out
 * everywhere is an error. Throws UserError with the reason.
 */
export function checkOmissions(
  request: RunRequest,
  { arms, omissions }: Pick<MadeArms, 'arms' | 'omissions'>,
  purpose: Section['purpose'],
): void {
  for (const target of request.targets ?? []) {
    const reason = omissions.find((one) => one.target === target)?.reason;
    if (reason === undefined || arms.some((arm) => arm.target === target)) continue;
    throw new UserError(`--targets ${target} cannot be had: ${reason}`, {
      hint: 'start the lab with all CPUs online and its own, use a placement on all nodes, such as spread, or another target',
    });
  }
  for (const placement of request.placements ?? []) {
    if (arms.some((arm) => arm.placement === placement)) continue;
    if (purpose === 'one-node') {
      throw new UserError(`--placements ${placement} cannot be had: on one node there is only local`, {
        hint: 'name two nodes with --nodes, or leave --placements out',
      });
    }
    const reason = omissions.find((one) => one.placement === placement)?.reason;
    throw new UserError(
      `--placements ${placement} cannot be had: ${reason ?? 'no chosen workload knows it'}`,
      {
        hint: 'see `numa-lab workloads` for what each knows',
      },
    );
  }
  for (const threads of request.threads ?? []) {
    const placedThreads = arms.map((arm) => arm.processes.reduce((sum, one) => sum + one.threads.length, 0));
    if (placedThreads.includes(threads) || omissions.length === 0) continue;
    // `spread` has the most room: that even it cannot hold them tells most.
    const ofThreads = omissions.filter((one) => one.threads === threads);
    const reason = (ofThreads.find((one) => one.placement === 'spread') ?? ofThreads[0])?.reason;
    throw new UserError(`--threads ${threads} cannot be had: ${reason ?? 'no arm is left'}`, {
      hint: 'two threads never share a CPU: use fewer threads, or a larger --virtual-shape',
    });
  }
}

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
