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
  host: { openSeconds: 0.2, trialSeconds: 0.15 },
};

/** Roughly how many seconds that many trials take on a machine. */
export function estimateSection(machine: Section['machine'], trials: number): number {
  return trialCosts[machine].openSeconds + trials * trialCosts[machine].trialSeconds;
}

export interface PlanEstimate {
  readonly seconds: number;
  /** In the order of the plan's sections. */
  readonly sections: readonly number[];
}

/** Roughly how long a plan takes. */
export function estimatePlan(plan: Plan): PlanEstimate {
  const sections = plan.sections.map(({ machine, trials }) => estimateSection(machine, trials.length));
  return { sections, seconds: sections.reduce((sum, seconds) => sum + seconds, 0) };
}
