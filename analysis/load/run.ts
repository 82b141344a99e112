import type { Environment } from '../../results/schema/environment.ts';
import type { Stop } from '../../results/schema/family.ts';
import type { Arm, Plan, Section } from '../../results/schema/plan.ts';
import type { Resume } from '../../results/schema/resumes.ts';
import type { CompletedTrial, FailedTrial, SkippedTrial, TrialRecord } from '../../results/schema/trial.ts';
import { groupBy } from './group-by.ts';

/** A section of the plan with the records of its trials, in the order of the journal. */
export interface RunSection {
  readonly section: Section;
  readonly arms: ReadonlyMap<string, Arm>;
  readonly trials: readonly TrialRecord[];
}

/** What the journal itself tells about how the run ended. */
export interface JournalFacts {
  /** Records that count, after later ones replaced earlier ones of the same trial. */
  readonly records: number;
  readonly replacedRecords: number;
  /** The last line was cut off: the run was killed while it wrote. */
  readonly truncatedTail: boolean;
}

/** A run directory in memory. Everything downstream is a pure function of it. */
export interface Run {
  readonly id: string;
  readonly plan: Plan;
  readonly environment: Environment;
  /** What was not run because the plan said when to stop is no part of a section here. */
  readonly sections: readonly RunSection[];
  readonly stops: readonly Stop[];
  /** Times that it went on after it had been killed or stopped; mostly none. */
  readonly resumes: readonly Resume[];
  readonly journal: JournalFacts;
}

export interface LoadProblem {
  readonly state: 'problem';
  readonly message: string;
  readonly hint: string;
}

export type LoadResult = { readonly state: 'loaded'; readonly run: Run } | LoadProblem;

export function completedTrials(section: RunSection): readonly CompletedTrial[] {
  return section.trials.filter((trial) => trial.state === 'completed');
}

export function failedTrials(section: RunSection): readonly FailedTrial[] {
  return section.trials.filter((trial) => trial.state === 'failed');
}

export function skippedTrials(section: RunSection): readonly SkippedTrial[] {
  return section.trials.filter((trial) => trial.state === 'skipped');
}

/** Completed trials of every arm that has one, in the order of arms in the plan. */
export function completedByArm(
  section: RunSection,
): readonly { readonly arm: Arm; readonly trials: readonly CompletedTrial[] }[] {
  const byArm = groupBy(completedTrials(section), (trial) => trial.arm);
  return [...section.arms].flatMap(([id, arm]) => {
    const trials = byArm.get(id);
    return trials === undefined ? [] : [{ arm, trials }];
  });
}

/** The arm of a trial. loadRun refuses a record whose arm the plan lacks, so a miss is a bug. */
export function armOf(section: RunSection, trial: TrialRecord): Arm {
  const arm = section.arms.get(trial.arm);
  if (arm === undefined) throw new Error(`trial ${trial.trial} has no arm`);
  return arm;
}

export function threadCount(arm: Arm): number {
  return arm.processes.reduce((sum, process) => sum + process.threads.length, 0);
}
