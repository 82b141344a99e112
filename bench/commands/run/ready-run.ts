import type { Plan } from '../../../results/schema/plan.ts';
import type { Topology } from '../../../results/schema/topology.ts';
import { makeBlindCopy } from '../../run/blind-copy.ts';
import type { BuiltTarget } from '../../targets/built-target.ts';

/** A plan that can be run: its programs are built, and nothing is left that could be wrong with the request. */
export interface ReadyRun {
  readonly plan: Plan;
  readonly targets: ReadonlyMap<string, BuiltTarget>;
  readonly hostTopology: Topology;
}

/** Labels under which the baseline runs once more, as the A/A control. */
export function listControlLabels(plan: Plan): readonly string[] {
  const controls = plan.sections.flatMap((section) => section.arms.filter(({ control }) => control));
  return [...new Set(controls.map(({ target }) => target))];
}

/** Adds the A/A control's program under its blind label. */
export async function addControl(
  plan: Plan,
  built: ReadonlyMap<string, BuiltTarget>,
): Promise<ReadonlyMap<string, BuiltTarget>> {
  const [label] = listControlLabels(plan);
  const baseline = built.get(plan.baseline);
  if (label === undefined || baseline === undefined) return built;
  return new Map([...built, [label, await makeBlindCopy(baseline, label)]]);
}
