import type { ComparisonRow } from '../../results/schema/report-rows.ts';
import { observeMetrics } from '../estimate/observe.ts';
import type { Run } from '../load/run.ts';
import { operationCost } from '../metrics/throughput.ts';
import { compare } from './compare.ts';
import { confidenceOverLooks, readFamily } from './family-facts.ts';

/**
 * Costs per operation against every other target of the run, by its label: for the reader who asks about another pair. No verdicts: what
 * the plan fixed to decide is against its own baseline. Without the A/A control, which is a control of that one.
 */
export function compareBaselines(run: Run): ReadonlyMap<string, readonly ComparisonRow[]> {
  const { environment, plan } = run;
  const family = readFamily(run);
  const looksOf = (section: number) => (family?.section === section ? family.looks : [1]);
  const observed = run.sections.map((section) => observeMetrics(section, [operationCost]));
  const controls = new Set(
    plan.sections.flatMap(({ arms }) => arms.filter((arm) => arm.control)).map(({ target }) => target),
  );
  const others = Object.keys(environment.targets).filter(
    (target) => target !== plan.baseline && !controls.has(target),
  );
  return new Map(
    others.flatMap((baseline) => {
      const rows = run.sections.flatMap((section, index) =>
        compare(section, index, observed[index] ?? [], {
          baseline,
          environment,
          confidence: confidenceOverLooks(looksOf(index)),
        }),
      );
      const shown = rows.map(({ row }) => row).filter(({ control }) => !control);
      return shown.length === 0 ? [] : [[baseline, shown] as const];
    }),
  );
}
