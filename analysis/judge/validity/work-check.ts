import type { Arm } from '../../../results/schema/plan.ts';
import { counted } from '../../../results/text/counted.ts';
import { groupBy } from '../../load/group-by.ts';
import { completedByArm } from '../../load/run.ts';
import { hasBlocks, type SectionCheck } from './check.ts';

/**
 * The digest of the work must agree wherever the same work was asked for, whatever target, placement or schedule did it.
 * Processes with other numbers of threads (`split`) do other work and are compared among themselves.
 */
export const workCheckAgreed: SectionCheck = (section) => {
  if (!hasBlocks(section)) return null;
  const done = completedByArm(section).flatMap(({ arm, trials }) => {
    const works = arm.processes.map((_, index) => describeWork(arm, index));
    return trials.flatMap(({ seed, processes }) =>
      processes.map(({ counts }, index) => ({ key: `${seed} ${works[index]}`, check: counts.check })),
    );
  });
  const groups = [...groupBy(done, ({ key }) => key).values()].filter((group) => group.length > 1);
  const differing = groups.filter((group) => new Set(group.map(({ check }) => check)).size > 1);
  const base = {
    id: 'work-check',
    threshold: 'equal check value for equal work, over targets and placements',
    remedy: 'a target did other work than the rest: its rows are not comparable; report it as a bug',
  };
  if (groups.length === 0) return { ...base, verdict: 'unknown', seen: 'no work was done twice' };
  if (differing.length > 0) {
    return {
      ...base,
      verdict: 'fail',
      seen: `${differing.length} of ${counted(groups.length, 'piece')} of work differ`,
    };
  }
  return { ...base, verdict: 'pass', seen: `${counted(groups.length, 'piece')} of work agree` };
};

/** Equal for processes that do equal work with equal seeds. */
function describeWork(arm: Arm, index: number): string {
  const roles = arm.processes[index]?.threads.map((thread) => thread.role).sort() ?? [];
  const parameters = Object.entries(arm.parameters).sort(([a], [b]) => (a < b ? -1 : 1));
  const work = [arm.workload, parameters, roles, arm.operationsPerThread, arm.samples, arm.warmupSamples];
  return JSON.stringify([work, arm.mode, arm.processes.length, index]);
}
