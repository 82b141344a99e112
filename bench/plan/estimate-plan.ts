import type { Plan, Section } from '../../results/schema/plan.ts';

/** Seconds of one trial and of opening the machine. */
interface Cost {
  readonly openSeconds: number;
  readonly trialSeconds: number;
}

/**
 * Measured on two cores (Debian 12, QEMU 7.2, TCG) with the presets' amounts of work; other amounts and machines differ, and
 * the time left that `run` shows is of the run's own trials.
 */
export const trialCosts: Readonly<Record<Section['machine'], Cost>> = {
  virtual: { openSeconds: 6, trialSeconds: 0.8 },
  host: { openSeconds: 0.2, trialSeconds: 0.3 },
};

export interface PlanEstimate {
  readonly seconds: number;
  readonly sections: readonly {
    readonly machine: Section['machine'];
    readonly trials: number;
    readonly seconds: number;
  }[];
}

/** Roughly how long a plan takes. */
export function estimatePlan(plan: Plan): PlanEstimate {
  const sections = plan.sections.map(({ machine, trials }) => ({
    machine,
    trials: trials.length,
    seconds: trialCosts[machine].openSeconds + trials.length * trialCosts[machine].trialSeconds,
  }));
  return { sections, seconds: sections.reduce((sum, section) => sum + section.seconds, 0) };
}
