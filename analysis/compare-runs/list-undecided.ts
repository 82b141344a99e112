import type { MetricName } from '../../results/schema/metric-name.ts';
import type { ComparisonVerdict } from '../../results/schema/report-rows.ts';
import { metricNamed } from '../metrics/table.ts';
import type { RunComparison, RunComparisonRow } from './run-comparison.ts';

/** Verdicts that one kind of metric alone can have. */
const ofTimes: readonly ComparisonVerdict[] = ['slower', 'faster'];
const ofCounts: readonly ComparisonVerdict[] = ['more', 'less', 'identical'];

/**
 * Why it is open whether any of these verdicts holds, one line each: comparisons that could have no verdict, and arms that were not
 * compared. Empty where each comparison that can have one of these verdicts could have had it. `unsettled` is a verdict: no difference was shown, by a
 * test that could show one.
 */
export function listUndecided(
  { rows, refused }: RunComparison,
  verdicts: readonly ComparisonVerdict[],
): readonly string[] {
  const canBe = (metric: MetricName) => {
    const others = metricNamed(metric).kind === 'time' ? ofCounts : ofTimes;
    return verdicts.some((verdict) => !others.includes(verdict));
  };
  const open = rows.flatMap(({ metric, workload, a, b, undecided }) => {
    if (undecided === null || !canBe(metric)) return [];
    const target = a.target === b.target ? b.target : `${b.target} : ${a.target}`;
    return [`${workload} ${target} ${b.placement}: ${undecided}`];
  });
  return [...new Set([...open, ...refused.map((line) => `not compared: ${line}`)])];
}

const directions: Readonly<Partial<Record<ComparisonVerdict, number>>> = { more: 1, less: -1 };

/** Whether a row has the verdict; one by difference only `differs`, and is more or less by its sign. */
export function hasVerdict({ verdict, effect }: RunComparisonRow, wanted: ComparisonVerdict): boolean {
  if (verdict === wanted) return true;
  const isByDifference = verdict === 'differs' && effect.kind !== 'ratio';
  return isByDifference && Math.sign(effect.estimate.point) === directions[wanted];
}
