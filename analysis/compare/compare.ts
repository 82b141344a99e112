import type { Environment } from '../../results/schema/environment.ts';
import type { Arm } from '../../results/schema/plan.ts';
import type { ComparisonRow, Effect } from '../../results/schema/report-rows.ts';
import type { Observations } from '../estimate/observe.ts';
import { cellKey, rowKeyOf } from '../estimate/row-key.ts';
import { groupBy } from '../load/group-by.ts';
import type { RunSection } from '../load/run.ts';
import { compareAllocatorFiles } from './allocator-file.ts';
import { contrastOf } from './contrast.ts';
import { measureEffect } from './measure-effect.ts';

export interface CompareContext {
  readonly baseline: string;
  readonly environment: Pick<Environment, 'targets'>;
  /** Of each interval for itself. */
  readonly confidence: number;
}

/** A row without a verdict, and what the family needs to give it one. */
export interface Comparison {
  readonly row: ComparisonRow;
  /** By block, on the scale of the test; null where no test can be made. */
  readonly differences: readonly number[] | null;
}

interface ArmObservations {
  readonly arm: Arm;
  readonly place: ReturnType<typeof rowKeyOf>;
  /** Equal for arms that are compared with each other. */
  readonly cell: string;
  readonly observations: Observations;
}

/**
 * Every target against the baseline where the same question was asked at the same placement, and the A/A control against it too, by every
 * metric that can be compared. No verdicts but those of exact counts: the others are the family's.
 */
export function compare(
  section: RunSection,
  sectionIndex: number,
  observations: readonly Observations[],
  context: CompareContext,
): readonly Comparison[] {
  // Once an arm: a report has tens of thousands of rows.
  const arms = new Map([...section.arms].map(([id, arm]) => [id, placeArm(section, sectionIndex, arm)]));
  const comparable = observations
    .filter(({ metric }) => metric.compareAs !== null)
    .flatMap((o): ArmObservations[] => {
      const placed = arms.get(o.arm);
      if (placed === undefined || placed.arm.workload === 'calibrate') return [];
      return [{ ...placed, observations: o }];
    });
  const groups = groupBy(comparable, ({ cell, observations: o }) => `${cell} ${o.metric.name} ${o.subject}`);
  return [...groups.values()].flatMap((group) => {
    const base = group.find(({ arm }) => arm.target === context.baseline && !arm.control);
    if (base === undefined) return [];
    return group.filter((other) => other !== base).flatMap((other) => compareArms(base, other, context));
  });
}

function placeArm(section: RunSection, sectionIndex: number, arm: Arm) {
  const place = rowKeyOf(section, sectionIndex, arm);
  return { arm, place, cell: JSON.stringify([cellKey(place), place.placement, place.nodes]) };
}

function compareArms(
  base: ArmObservations,
  other: ArmObservations,
  { environment, confidence }: CompareContext,
): readonly Comparison[] {
  const { metric, subject, values } = other.observations;
  if (metric.compareAs === null) return [];
  const { compareAs, kind } = metric;
  const measured = measureEffect({
    compareAs,
    kind,
    confidence,
    baseline: base.observations.values,
    target: values,
  });
  if (measured === null) return [];
  const { effect, differences, notes } = measured;
  const row: ComparisonRow = {
    ...other.place,
    arm: other.arm.id,
    baselineArm: base.arm.id,
    metricId: metric.id,
    metric: metric.name,
    subject,
    unit: metric.unit,
    baseline: base.arm.target,
    target: other.arm.target,
    control: other.arm.control,
    ...contrastOfArms(base.arm, other.arm, environment),
    effect,
    primary: false,
    pValue: null,
    adjustedP: null,
    margin: null,
    detectable: null,
    verdict: effect.kind === 'exact' ? (effect.estimate.point === 0 ? 'identical' : 'differs') : null,
    notes,
    method: describeMethod(effect),
  };
  return [{ row, differences }];
}

const quantities: Readonly<Record<Effect['kind'], string>> = {
  ratio: 'target / baseline within each block',
  difference: 'target - baseline within each block',
  exact: 'target - baseline within each block',
};

function describeMethod({ kind, estimate }: Effect): string {
  const how: Readonly<Record<typeof estimate.intervalKind, string>> = {
    confidence: `Hodges-Lehmann estimate${kind === 'ratio' ? ' of log ratios' : ''}; interval of the exact signed-rank test, unadjusted`,
    range: 'median and range over blocks',
    exact: 'the same in all blocks; no test',
    bootstrap: 'percentile bootstrap over blocks',
  };
  return `${quantities[kind]}; ${how[estimate.intervalKind]}`;
}

function contrastOfArms(
  base: Arm,
  other: Arm,
  environment: CompareContext['environment'],
): Pick<ComparisonRow, 'contrast' | 'confounded'> {
  if (other.control) return { contrast: 'control', confounded: null };
  const [a, b] = [environment.targets[base.target], environment.targets[other.target]];
  if (a === undefined || b === undefined)
    return { contrast: null, confounded: 'confounded: no proof of a target' };
  return contrastOf(a.proof, b.proof, compareAllocatorFiles(a, b));
}
