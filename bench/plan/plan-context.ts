import type { Description } from '../../results/schema/workload.ts';
import type { ChosenMachines } from './choose-machines.ts';
import type { HypothesisPlan } from './hypothesis-plan.ts';

/** What a plan is made from, beside the request. */
export interface PlanContext {
  readonly description: Description;
  readonly targetNames: readonly string[];
  readonly machines: ChosenMachines;
  /** Targets whose allocator works otherwise in a process that may not use all CPUs. Absent: none. */
  readonly targetsNeedingAllCpus?: readonly string[];
  /** Targets of the preset that cannot be built here: the plan does without them. Absent: none. */
  readonly unavailableTargets?: readonly string[];
  /** The hypotheses that the run is for. Absent: none, and the preset of the request decides what is run. */
  readonly hypothesisPlan?: HypothesisPlan | undefined;
  /** False where the memory of a process of this host cannot be sampled. Absent: it can. */
  readonly hostSamplesMemory?: boolean;
}
