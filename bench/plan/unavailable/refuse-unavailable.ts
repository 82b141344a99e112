import { UserError } from '../../user-error.ts';
import { lackingHypotheses } from './hypotheses.ts';
import type { Lack, Outcome } from './lack.ts';
import {
  lackingBalancing,
  lackingNodes,
  lackingPairs,
  lackingPlacements,
  lackingThreads,
} from './nodes-and-placements.ts';
import {
  lackingEverything,
  lackingLevels,
  lackingSamples,
  lackingTargets,
  lackingWorkloads,
} from './targets-and-levels.ts';

/** In the order in which they are reported: what makes all else impossible first. */
const checks: readonly ((outcome: Outcome) => readonly Lack[])[] = [
  lackingHypotheses,
  lackingTargets,
  lackingBalancing,
  lackingPlacements,
  lackingThreads,
  lackingWorkloads,
  lackingLevels,
  lackingPairs,
  lackingSamples,
  lackingNodes,
  lackingEverything,
];

/**
 * What a preset proposes and the machine cannot hold is left out and said; what was asked for by name and is in no arm is an
 * error, also where the rest of its list is available: a run without it would answer another question. Throws UserError with the reason.
 */
export function refuseUnavailable(outcome: Outcome): void {
  for (const check of checks) {
    const [lack] = check(outcome);
    if (lack !== undefined) {
      throw new UserError(`${lack.what} is not available: ${lack.reason}`, { hint: lack.hint });
    }
  }
}
