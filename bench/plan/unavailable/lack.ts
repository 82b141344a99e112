import type { Arm } from '../../../results/schema/plan.ts';
import type { Description } from '../../../results/schema/workload.ts';
import type { RunRequest } from '../../request/run-request.ts';
import type { MadeArms, Omission } from '../arms/make-arms.ts';
import type { HypothesisPlan } from '../hypothesis-plan.ts';
import type { MachineSection } from '../machine-section.ts';

/** A section as it was planned, or would have been: its arms but for the calibration, and what was left out. */
export interface PlannedPart extends Pick<MadeArms, 'arms' | 'armsOf' | 'omissions'> {
  readonly place: MachineSection;
  readonly calibration: Arm;
}

/** What was asked for and what came of it. */
export interface Outcome {
  readonly request: RunRequest;
  readonly description: Description;
  readonly hypothesisPlan: HypothesisPlan | undefined;
  /** The section that the flags are about. */
  readonly main: PlannedPart;
  readonly parts: readonly PlannedPart[];
  readonly hostSamplesMemory: boolean;
}

/** Something that was asked for by name and is in no arm. */
export interface Lack {
  readonly what: string;
  readonly reason: string;
  readonly hint: string;
}

/** The names that are not there. */
export function absent<T>(named: readonly T[] | undefined, isThere: (name: T) => boolean): T[] {
  return (named ?? []).filter((name) => !isThere(name));
}

/** An omission in words; without one there is no more to say. */
export function explain(omission: Omission | undefined): string {
  if (omission === undefined) return 'no arm of this run has it';
  const { workload, placement, threads, reason } = omission;
  return `${workload} ${placement} with ${threads} ${threads === 1 ? 'thread' : 'threads'}: ${reason}`;
}
