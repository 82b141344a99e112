import type { Arm } from '../../../results/schema/plan.ts';
import type { CompletedTrial } from '../../../results/schema/trial.ts';
import type { PlacementName } from '../../../results/schema/workload.ts';
import { rowKeyOf } from '../../estimate/row-key.ts';
import { armOf, completedTrials, type RunSection } from '../../load/run.ts';

/** Which arms a rule looks at; what is left out may be anything. The A/A control is never among them. */
export interface ArmFilter {
  readonly workload: string;
  readonly target?: string;
  readonly placement?: PlacementName;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly nodeCount?: number;
}

export interface ArmTrial {
  readonly arm: Arm;
  readonly trial: CompletedTrial;
  /** Nodes that threads run on or memory is bound to, ascending. */
  readonly nodes: readonly number[];
}

/** Completed trials of one section, as rules ask for them. */
export interface HypothesisData {
  /** In the order of the journal. */
  trials(filter: ArmFilter): readonly ArmTrial[];
  /** Arms that were planned, whatever became of their trials. */
  arms(filter: ArmFilter): readonly Arm[];
}

/**
 * The trials of a section, with `armIds` of these arms alone: what else was asked for in the same run must not change a verdict, and
 * its arms may look like those of the rule.
 */
export function makeHypothesisData(section: RunSection, armIds?: ReadonlySet<string>): HypothesisData {
  const planned = new Map(
    [...section.arms.values()]
      .filter((arm) => !arm.control && (armIds?.has(arm.id) ?? true))
      .map((arm) => [arm.id, { arm, nodes: rowKeyOf(section, 0, arm).nodes }]),
  );
  const all = completedTrials(section).flatMap((trial): ArmTrial[] => {
    const own = planned.get(armOf(section, trial).id);
    return own === undefined ? [] : [{ ...own, trial }];
  });
  return {
    trials: (filter) => all.filter((one) => matches(one, filter)),
    arms: (filter) => [...planned.values()].filter((one) => matches(one, filter)).map(({ arm }) => arm),
  };
}

function matches({ arm, nodes }: Omit<ArmTrial, 'trial'>, filter: ArmFilter): boolean {
  const { workload, target, placement, parameters, nodeCount } = filter;
  return (
    arm.workload === workload &&
    (target === undefined || arm.target === target) &&
    (placement === undefined || arm.placement === placement) &&
    (nodeCount === undefined || nodes.length === nodeCount) &&
    Object.entries(parameters ?? {}).every(([name, value]) => arm.parameters[name] === value)
  );
}
