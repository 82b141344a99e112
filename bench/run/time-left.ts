import type { Plan, Section } from '../../results/schema/plan.ts';
import { trialCosts } from '../plan/estimate-plan.ts';

/** Says how many seconds the rest of a plan takes; `ended` is called for every trial. */
export interface TimeLeft {
  readonly seconds: () => number;
  readonly ended: (section: Section, seconds: number) => void;
  /** Nothing more of this section is run. */
  readonly closed: (section: Section) => void;
}

/** How many trials the estimate counts for beside those seen: the first of a section say little. */
const estimateWeight = 3;

/**
 * Predicts from the trials of each section so far, and from the plan's estimate where there are none yet. `left`: the trials that are to be
 * run, section by section.
 */
export function makeTimeLeft(plan: Plan, left: readonly number[]): TimeLeft {
  const seen = new Map(
    plan.sections.map((section, index) => [section, { trials: 0, seconds: 0, left: left[index] ?? 0 }]),
  );
  return {
    ended: (section, seconds) => {
      const known = seen.get(section) ?? { trials: 0, seconds: 0, left: 1 };
      seen.set(section, {
        trials: known.trials + 1,
        seconds: known.seconds + seconds,
        left: known.left - 1,
      });
    },
    closed: (section) => seen.delete(section),
    seconds: () =>
      [...seen].reduce((sum, [section, { trials, seconds, left: unrun }]) => {
        const guess = trialCosts[section.machine].trialSeconds;
        const perTrial = (seconds + estimateWeight * guess) / (trials + estimateWeight);
        return sum + perTrial * unrun;
      }, 0),
  };
}
