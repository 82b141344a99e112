import type { PlannedHypothesis } from '../../../results/schema/plan.ts';
import { counted } from '../../../results/text/counted.ts';
import { groupBy } from '../../load/group-by.ts';
import type { RunSection } from '../../load/run.ts';
import type { Hypothesis } from './hypothesis.ts';

/** The arms of a hypothesis in one section, and how their trials ended. */
export interface OwnTrials {
  readonly armIds: ReadonlySet<string>;
  readonly completed: number;
  /** Reasons of those that did not complete. */
  readonly lost: readonly string[];
  /** Trials that the journal has nothing of. */
  readonly unrecorded: number;
  /** Completed blocks of the arm that has the fewest. */
  readonly fewestBlocks: number;
}

export function ownTrials(section: RunSection, planned: Pick<PlannedHypothesis, 'arms'>): OwnTrials {
  const armIds = new Set(planned.arms.filter((id) => section.arms.has(id)));
  const records = section.trials.filter((trial) => armIds.has(trial.arm));
  const completed = records.filter((trial) => trial.state === 'completed');
  const blocks = groupBy(completed, (trial) => trial.arm);
  return {
    armIds,
    completed: completed.length,
    lost: records.flatMap((trial) =>
      trial.state === 'completed' ? [] : [trial.state === 'failed' ? trial.reason : trial.state],
    ),
    unrecorded: section.section.trials.filter((trial) => armIds.has(trial.arm)).length - records.length,
    fewestBlocks: Math.min(...[...armIds].map((id) => blocks.get(id)?.length ?? 0)),
  };
}

/** What a reader of the verdict must know of its arms: trials that are not in it, and parts of its experiment that were not run. */
export function describeArms(
  section: RunSection,
  { armIds, lost, unrecorded }: OwnTrials,
  { experiment }: Hypothesis,
): readonly string[] {
  const reasons = [...new Set(lost)].sort().join(', ');
  const arms = [...armIds].flatMap((id) => section.arms.get(id) ?? []);
  const targets = new Set(arms.map((arm) => arm.target));
  const wanted = new Set(experiment.flatMap((row) => row.targets ?? []));
  const withoutTargets = [...wanted].filter((target) => !targets.has(target));
  const nodes = section.section.nodes.length;
  const counts = [...new Set(experiment.flatMap((row) => row.nodeCounts ?? []))].sort((a, b) => a - b);
  const tooMany = counts.filter((count) => count > nodes);
  return [
    ...(lost.length > 0
      ? [`${counted(lost.length, 'trial')} of its arms did not complete (${reasons})`]
      : []),
    ...(unrecorded > 0 ? [`${counted(unrecorded, 'trial')} of its arms never ran`] : []),
    ...(armIds.size > 0 && tooMany.length > 0 ? [`not run on ${tooMany.join(' and ')} nodes`] : []),
    ...(armIds.size > 0 && withoutTargets.length > 0 ? [`not run with ${withoutTargets.join(', ')}`] : []),
  ];
}
