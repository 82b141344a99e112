import type { Arm } from '../../../results/schema/plan.ts';
import type { MachineSection } from '../machine-section.ts';
import type { Preset } from '../presets.ts';

/** An arm and, where a hypothesis asks for it, whose it is. */
export interface WantedArm {
  readonly arm: Omit<Arm, 'id'>;
  readonly hypothesis: string | undefined;
}

export interface NamedArms {
  readonly arms: readonly Arm[];
  /** Ids of the arms that each hypothesis needs, by its id. */
  readonly armsOf: ReadonlyMap<string, readonly string[]>;
}

/**
 * Gives arms their ids. What is asked for twice is one arm: by two hypotheses, or by rows of a preset that differ in what only
 * counts, in a timed mode.
 */
export function nameArms(wanted: readonly WantedArm[], machine: MachineSection['machine']): NamedArms {
  const prefix = machine === 'host' ? 'h' : 'v';
  const named = new Map<string, Arm>();
  const armsOf = new Map<string, Set<string>>();
  for (const { arm, hypothesis } of wanted) {
    const key = JSON.stringify(arm);
    const known = named.get(key) ?? { id: `${prefix}${String(named.size + 1).padStart(3, '0')}`, ...arm };
    named.set(key, known);
    if (hypothesis === undefined || arm.control) continue;
    armsOf.set(hypothesis, (armsOf.get(hypothesis) ?? new Set()).add(known.id));
  }
  return {
    arms: [...named.values()],
    armsOf: new Map([...armsOf].map(([hypothesis, ids]) => [hypothesis, [...ids]])),
  };
}

/** Leaves of the A/A control what the preset wants of it. */
export function thinControls(wanted: readonly WantedArm[], controls: Preset['controls']): WantedArm[] {
  const seen = new Set<string>();
  return wanted.filter(({ arm }) => {
    if (!arm.control || controls === 'every-arm') return true;
    const family = `${arm.workload} ${arm.mode}`;
    const isFirst = !seen.has(family);
    seen.add(family);
    return isFirst;
  });
}
