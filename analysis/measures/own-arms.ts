import type { Plan } from '../../results/schema/plan.ts';
import { questionKeyOf } from '../place.ts';

/** Which arms are those of a part; what no other part claims is the first one's. */
export function ownArms(plan: Plan, count: number, part: number): (arm: string | undefined) => boolean {
  const [, ...others] = splitQuestions(plan, count);
  if (part > 0) return (arm) => arm !== undefined && others[part - 1]?.has(arm) === true;
  return (arm) => arm === undefined || !others.some((set) => set.has(arm));
}

/**
 * Divides the arms of a plan into at most `parts` sets of about as many trials, such that arms that are held against each other stay together.
 * Fewer where there are fewer questions; one set, where an arm of the same name is in two sections and holds questions together.
 */
function splitQuestions(plan: Plan, parts: number): readonly ReadonlySet<string>[] {
  const loads = new Map<string, { readonly arms: Set<string>; trials: number }>();
  const questionOf = new Map<string, string>();
  for (const [index, { arms, trials }] of plan.sections.entries()) {
    const ofArm = countBy(trials, ({ arm }) => arm);
    for (const arm of arms) {
      const key = questionKeyOf(index, arm);
      if ((questionOf.get(arm.id) ?? key) !== key) return [allArms(plan)];
      questionOf.set(arm.id, key);
      const load = loads.get(key) ?? { arms: new Set(), trials: 0 };
      load.arms.add(arm.id);
      load.trials += ofArm.get(arm.id) ?? 0;
      loads.set(key, load);
    }
  }
  return deal([...loads.values()], parts).map((set) => new Set(set.flatMap(({ arms }) => [...arms])));
}

/** The largest first, each to whoever has least. */
function deal<Load extends { readonly trials: number }>(
  loads: readonly Load[],
  parts: number,
): readonly (readonly Load[])[] {
  const hands = Array.from({ length: Math.max(1, Math.min(parts, loads.length)) }, () => ({
    loads: [] as Load[],
    trials: 0,
  }));
  for (const load of loads.toSorted((a, b) => b.trials - a.trials)) {
    const least = hands.reduce((a, b) => (b.trials < a.trials ? b : a));
    least.loads.push(load);
    least.trials += load.trials;
  }
  return hands.map((hand) => hand.loads);
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}

function allArms({ sections }: Plan): ReadonlySet<string> {
  return new Set(sections.flatMap(({ arms }) => arms.map(({ id }) => id)));
}
