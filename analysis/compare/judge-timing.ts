import type { FamilyFacts, RunFacts, TimingValidity, ValidityFact } from '../../results/schema/report.ts';
import { counted } from '../../results/text/counted.ts';
import { completedTrials, type Run, type RunSection } from '../load/run.ts';
import { describeUndecided } from './family-facts.ts';
import { allowsImprecise, type ControlJudgement } from './judge-controls.ts';

/**
 * Whether the times of a run may be believed: every A/A control passed, but for the strays that
 * their number allows, and no check of a timed section failed. What is unknown is not
 * passed. Times are those of workloads; the calibration alone is no timing.
 */
export function judgeTiming(
  run: Run,
  facts: FamilyFacts | null,
  { controls, validity }: { controls: readonly ControlJudgement[]; validity: readonly ValidityFact[] },
): TimingValidity {
  const timed = run.sections.flatMap((section, index) => (holdsTimes(section) ? [index] : []));
  if (timed.length === 0) return { verdict: 'no timing', reasons: [] };
  const allowed = allowsImprecise(controls);
  const reasons = [
    ...(facts === null ? [describeLackOfFamily(run, timed)] : []),
    ...(facts !== null && controls.length === 0 ? ['no A/A control was timed'] : []),
    ...(facts !== null && !facts.decides ? [`the run ${describeUndecided(facts)}`] : []),
    ...controls
      .filter(({ state }) => state !== 'pass' && !(allowed && state === 'imprecise'))
      .map(({ because }) => because),
    // The validity section has the gate control by control.
    ...validity
      .filter((fact) => timed.includes(fact.section) && fact.verdict === 'fail' && fact.id !== 'control-arm')
      .map((fact) => `${fact.id}: ${fact.seen}`),
  ];
  return { verdict: reasons.length === 0 ? 'valid for timing' : 'not valid for timing', reasons };
}

function holdsTimes(section: RunSection): boolean {
  if (section.section.machine !== 'host') return false;
  return completedTrials(section).some((trial) => {
    const arm = section.arms.get(trial.arm);
    return arm !== undefined && arm.workload !== 'calibrate' && arm.mode !== 'count';
  });
}

function describeLackOfFamily({ sections }: Run, timed: readonly number[]): string {
  const blocks = Math.max(...timed.map((index) => sections[index]?.section.blocks ?? 0));
  return `the plan has no family of comparisons: with ${counted(blocks, 'block')} the A/A control is not judged`;
}

/** Then ratios of times are numbers and nothing is concluded from them. */
export function isNotValidForTiming({ timing }: Pick<RunFacts, 'timing'>): boolean {
  return timing.verdict === 'not valid for timing';
}
