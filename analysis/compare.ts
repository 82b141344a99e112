import type { Environment } from '../results/schema/environment.ts';
import type { Arm } from '../results/schema/plan.ts';
import { contrastOf } from './contrast.ts';
import { makeEstimate } from './estimate.ts';
import { groupBy } from './group-by.ts';
import type { Observations } from './observe.ts';
import { placeOf, questionKey } from './place.ts';
import type { ComparisonRow } from './report.ts';
import type { RunSection } from './run.ts';

const method =
  'target / baseline within each block, median over blocks; interval between order statistics, unadjusted; no verdict';

interface ArmObservations {
  readonly arm: Arm;
  readonly observations: Observations;
}

/**
 * Every target against the baseline (`plan.baseline`) where the same question was asked at the same placement, and the
 * A/A control against it too. Plain ratios: they have an interval and no verdict.
 */
export function compare(
  section: RunSection,
  sectionIndex: number,
  observations: readonly Observations[],
  baseline: string,
  environment: Environment,
): readonly ComparisonRow[] {
  const comparable = observations
    .filter(({ metric }) => metric.compareAs === 'ratio')
    .flatMap((o): ArmObservations[] => {
      const arm = section.arms.get(o.arm);
      return arm === undefined ? [] : [{ arm, observations: o }];
    });
  const groups = groupBy(comparable, ({ arm, observations: o }) => {
    const place = placeOf(section, sectionIndex, arm);
    return JSON.stringify([questionKey(place), place.placement, place.nodes, o.metric.name, o.subject]);
  });
  return [...groups.values()].flatMap((group) => {
    const base = group.find(({ arm }) => arm.target === baseline && !arm.control);
    if (base === undefined) return [];
    return group
      .filter((other) => other !== base)
      .flatMap((other) => compareArms(section, sectionIndex, base, other, environment));
  });
}

function compareArms(
  section: RunSection,
  sectionIndex: number,
  base: ArmObservations,
  other: ArmObservations,
  environment: Environment,
): readonly ComparisonRow[] {
  const ratios = [...other.observations.values].flatMap(([block, value]) => {
    const divisor = base.observations.values.get(block);
    return divisor === undefined || divisor === 0 ? [] : [value / divisor];
  });
  const ratio = makeEstimate(ratios, other.observations.metric.kind);
  if (ratio === null) return [];
  return [
    {
      ...placeOf(section, sectionIndex, other.arm),
      arm: other.arm.id,
      baselineArm: base.arm.id,
      metricId: other.observations.metric.id,
      metric: other.observations.metric.name,
      subject: other.observations.subject,
      unit: other.observations.metric.unit,
      baseline: base.arm.target,
      target: other.arm.target,
      control: other.arm.control,
      ...contrastOfArms(base.arm, other.arm, environment),
      effect: { kind: 'ratio', estimate: ratio, simultaneous: null },
      primary: false,
      pValue: null,
      adjustedP: null,
      margin: null,
      detectable: null,
      verdict: null,
      notes: [],
      method,
    },
  ];
}

function contrastOfArms(
  base: Arm,
  other: Arm,
  environment: Environment,
): Pick<ComparisonRow, 'contrast' | 'confounded'> {
  if (other.control) return { contrast: 'control', confounded: null };
  const [a, b] = [environment.targets[base.target], environment.targets[other.target]];
  if (a === undefined || b === undefined)
    return { contrast: null, confounded: 'confounded: no proof of a target' };
  return contrastOf(a.proof, b.proof);
}
