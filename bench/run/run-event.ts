import type { Stop } from '../../results/schema/family.ts';
import type { Arm, PlannedTrial, Section } from '../../results/schema/plan.ts';
import type { TrialRecord } from '../../results/schema/trial.ts';

/** How far a run is. Trials count through all sections. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly secondsLeft: number;
}

export interface RunSummary {
  /** Without what the plan gave up when it ended a section. */
  readonly planned: number;
  readonly completed: number;
  readonly skipped: number;
  readonly failed: number;
  /** True when a signal ended the run before its last trial. */
  readonly interrupted: boolean;
}

/** How many trials came out how. */
export function countStates(
  states: readonly TrialRecord['state'][],
): Pick<RunSummary, 'completed' | 'skipped' | 'failed'> {
  const count = (wanted: TrialRecord['state']) => states.filter((state) => state === wanted).length;
  return { completed: count('completed'), skipped: count('skipped'), failed: count('failed') };
}

export type RunEvent =
  | { readonly type: 'section-opening'; readonly section: Section }
  | {
      readonly type: 'trial-starting';
      readonly section: Section;
      readonly arm: Arm;
      readonly planned: PlannedTrial;
      readonly progress: Progress;
    }
  | { readonly type: 'trial-ended'; readonly arm: Arm; readonly record: TrialRecord }
  /** The plan's own rule ended it before its last block. */
  | { readonly type: 'section-stopped'; readonly section: Section; readonly stop: Stop }
  | { readonly type: 'section-closed'; readonly section: Section }
  | { readonly type: 'ended'; readonly summary: RunSummary };

/** Informed of everything between trials, and of nothing while one measures. */
export type RunObserver = (event: RunEvent) => void;
