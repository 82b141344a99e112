import type { TrialMode, Workload } from '../../../results/schema/workload.ts';
import type { ParameterLevels } from '../../request/run-request.ts';
import { UserError } from '../../user-error.ts';

/** More would take days, and a plan of millions of trials fills the memory before it can say so. */
const mostCombinations = 1000;

/**
 * Every combination of parameter levels of a workload, each with all its parameters: levels asked for go before the preset's, and
 * those before the program's default, which is written out so that a record says all of what was run. A parameter without
 * effect in the mode keeps its default: levels of it would be the same trial under several names. Throws UserError for too many.
 */
export function combineLevels(
  workload: Workload,
  preset: Readonly<Record<string, readonly string[]>>,
  asked: readonly ParameterLevels[],
  mode: TrialMode,
): Record<string, string>[] {
  let combinations: Record<string, string>[] = [{}];
  for (const { name, default: fallback, modes } of workload.parameters) {
    const own = asked.find((level) => level.workload === workload.name && level.parameter === name);
    const hasEffect = modes === undefined || modes.includes(mode);
    const levels = (hasEffect ? (own?.values ?? preset[name]) : undefined) ?? [fallback];
    if (combinations.length * levels.length > mostCombinations) {
      throw new UserError(`the levels of ${workload.name} have more than ${mostCombinations} combinations`, {
        hint: 'give fewer values with --set, or run them one after the other',
      });
    }
    combinations = combinations.flatMap((known) => levels.map((level) => ({ ...known, [name]: level })));
  }
  return combinations;
}
