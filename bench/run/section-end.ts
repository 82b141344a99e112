import type { Stop } from '../../results/schema/family.ts';
import type { Plan, PlannedTrial, Section } from '../../results/schema/plan.ts';
import type { TrialRecord } from '../../results/schema/trial.ts';
import type { Clock } from './clock.ts';
import { estimateSeconds } from './earlier.ts';
import { whyEnd } from './end-rule.ts';

/** Decides whether a section ends before its last block by the plan's rule, which is about whole blocks. */
export interface SectionEnd {
  /** Informed of every trial of the section that has a record, in their order. */
  readonly add: (record: TrialRecord) => void;
  /** The stop, where the section ends instead of going on with this trial. */
  readonly before: (next: PlannedTrial) => Stop | undefined;
}

export interface SectionEndContext {
  readonly plan: Plan;
  readonly clock: Clock;
  /** Since the run began, pauses of a run that was resumed apart. */
  readonly runSeconds: () => number;
  readonly isPrecise: (records: readonly TrialRecord[]) => boolean;
}

const never: SectionEnd = { add: () => {}, before: () => undefined };

/** `earlier`: the records that the section had when the run was resumed. */
export function makeSectionEnd(
  section: Section,
  earlier: readonly TrialRecord[],
  { plan, clock, runSeconds, isPrecise }: SectionEndContext,
): SectionEnd {
  const { family } = plan;
  const index = plan.sections.indexOf(section);
  if (family?.section !== index || (family.precision === null && family.maxSeconds === null)) return never;
  const records = [...earlier];
  const secondsBefore = estimateSeconds(section.machine, earlier);
  const begin = clock.seconds();
  return {
    add: (record) => void records.push(record),
    before: (next) => {
      const blocks = records.at(-1)?.block ?? 0;
      if (blocks === 0 || next.block === blocks) return undefined;
      const reason = whyEnd(family, {
        blocks,
        seconds: runSeconds(),
        secondsPerBlock: (secondsBefore + clock.seconds() - begin) / blocks,
        isPrecise: () => isPrecise(records),
      });
      return reason && { section: index, blocks, reason };
    },
  };
}
