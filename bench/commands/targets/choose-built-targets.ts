import type { BuildOutcome } from '../../targets/build.ts';
import type { BuiltTarget } from '../../targets/built-target.ts';

export interface BuiltTargets {
  readonly targets: ReadonlyMap<string, BuiltTarget>;
  /** The names that the plan must do without. */
  readonly unavailable: readonly string[];
  /** A sentence for people about each of them. */
  readonly notices: readonly string[];
}

/**
 * The targets a run goes on with. One that was named and cannot be built ends the run, as does the baseline, which everything is
 * compared with; what only a preset proposes is left out and said. Throws the UserError of the target in question.
 */
export function chooseBuiltTargets(
  outcomes: ReadonlyMap<string, BuildOutcome>,
  { named, baseline }: { readonly named: boolean; readonly baseline: string },
): BuiltTargets {
  const targets = new Map<string, BuiltTarget>();
  const unavailable: string[] = [];
  const notices: string[] = [];
  for (const [name, outcome] of outcomes) {
    if (outcome.state === 'built') {
      targets.set(name, outcome.target);
      continue;
    }
    if (named || name === baseline) throw outcome.error;
    const { message, hint } = outcome.error;
    unavailable.push(name);
    notices.push(`left out ${name}: ${message}${hint === undefined ? '' : `; ${hint}`}`);
  }
  return { targets, unavailable, notices };
}
