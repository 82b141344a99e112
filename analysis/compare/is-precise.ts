import type { Plan } from '../../results/schema/plan.ts';
import type { ComparisonRow } from '../../results/schema/report-rows.ts';
import type { TrialRecord } from '../../results/schema/trial.ts';
import { observeMetrics } from '../estimate/observe.ts';
import { metricNamed } from '../metrics/table.ts';
import { compare } from './compare.ts';
import { confidenceOverLooks } from './family-facts.ts';

/**
 * Whether every comparison of the family is known as well as the plan asks: half the width of its own interval, which is the one that
 * reports print beside it, at most `precision`. Widths alone are looked at, never what the ratios are: ending a run because of a ratio
 * would favour the large ones. A comparison whose trials have all failed is left out, since more blocks would not help it.
 */
export function isPrecise(plan: Plan, records: readonly TrialRecord[]): boolean {
  const { family } = plan;
  const section = family && plan.sections[family.section];
  if (family === undefined || section === undefined || family.precision === null) return false;
  const runSection = {
    section,
    arms: new Map(section.arms.map((arm) => [arm.id, arm])),
    trials: records.filter(({ machine }) => machine === section.machine),
  };
  const rows = compare(runSection, family.section, observeMetrics(runSection, [metricNamed(family.metric)]), {
    baseline: plan.baseline,
    environment: { targets: {} },
    confidence: confidenceOverLooks(family.looks),
  }).map(({ row }) => row);
  const wanted = new Set(family.comparisons.map(({ arm, baselineArm }) => `${arm} ${baselineArm}`));
  const members = rows.filter(({ arm, baselineArm }) => wanted.has(`${arm} ${baselineArm}`));
  const { precision } = family;
  return members.length > 0 && members.every((row) => isKnownTo(row, precision));
}

function isKnownTo({ effect: { estimate } }: ComparisonRow, precision: number): boolean {
  if (estimate.intervalKind !== 'confidence') return false;
  return Math.expm1(Math.log(estimate.upper / estimate.lower) / 2) <= precision;
}
