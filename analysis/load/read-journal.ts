import type { Plan, Section } from '../../results/schema/plan.ts';
import { type TrialRecord, trialRecord } from '../../results/schema/trial.ts';
import { parseChecked } from './parse-checked.ts';
import { readLines } from './read-lines.ts';
import type { JournalFacts, LoadProblem, RunSection } from './run.ts';

export type JournalResult =
  | { readonly state: 'read'; readonly sections: readonly RunSection[]; readonly journal: JournalFacts }
  | LoadProblem;

/**
 * Reads trials.ndjson line by line and sorts its records into the sections of the plan. Only the last line may be
 * broken, and only when its newline is missing too: that is what a killed run leaves, and it is noted.
 * Rejects with the error of the file system when the file cannot be read.
 */
export async function readJournal(path: string, plan: Plan): Promise<JournalResult> {
  const builders = plan.sections.map(makeSectionBuilder);
  let truncatedTail = false;
  let replacedRecords = 0;
  for await (const line of readLines(path)) {
    const checked = parseChecked(line.bytes.toString('utf8'), trialRecord);
    if (checked.state === 'invalid') {
      if (!line.terminated) {
        truncatedTail = true;
        break;
      }
      return problem(`${path} line ${line.number}: ${checked.message}`, checked.hint);
    }
    const builder = builders.find((candidate) => belongs(checked.value, candidate));
    if (builder === undefined) {
      const message = `${path} line ${line.number}: trial ${checked.value.trial} is not in plan.json`;
      return problem(message, 'the journal belongs to another plan; restore the files');
    }
    if (builder.records.has(checked.value.trial)) replacedRecords += 1;
    builder.records.set(checked.value.trial, checked.value);
  }
  const sections = builders.map((builder) => ({
    section: builder.section,
    arms: builder.arms,
    trials: [...builder.records.values()],
  }));
  const records = sections.reduce((sum, section) => sum + section.trials.length, 0);
  return { state: 'read', sections, journal: { records, replacedRecords, truncatedTail } };
}

function makeSectionBuilder(section: Section) {
  return {
    section,
    arms: new Map(section.arms.map((arm) => [arm.id, arm])),
    planned: new Map(section.trials.map((trial) => [trial.trial, trial])),
    /** By number of the trial: a trial that was run again counts once, with its last record. */
    records: new Map<number, TrialRecord>(),
  };
}

function belongs(record: TrialRecord, builder: ReturnType<typeof makeSectionBuilder>): boolean {
  const planned = builder.planned.get(record.trial);
  return (
    builder.section.machine === record.machine &&
    builder.arms.has(record.arm) &&
    planned !== undefined &&
    planned.arm === record.arm &&
    planned.block === record.block &&
    planned.seed === record.seed
  );
}

function problem(message: string, hint: string): LoadProblem {
  return { state: 'problem', message, hint };
}
