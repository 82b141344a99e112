import type { TrialRecord } from '../../results/schema/trial.ts';
import type { RunPart } from '../load-run.ts';
import { armOf, type JournalFacts, type Run } from '../run.ts';
import type { ResamplingEngine } from '../stats/resampling/engine.ts';
import { measureRun, type ObservedRun, type SectionMeasures, type Spoken } from './measure-run.ts';
import { mergeMeasures, type RunMeasures } from './merge-measures.ts';
import { stripRecord } from './strip-record.ts';

/** What the report of a whole run needs to know of some of its trials. Plain values, which can go from one thread to another. */
export interface MeasuredPart {
  readonly measures: readonly SectionMeasures[];
  /** By section, in the order of the journal, stripped. */
  readonly trials: readonly (readonly TrialRecord[])[];
  /** As in the part that was measured. */
  readonly lines: RunPart['lines'];
  readonly journal: JournalFacts;
}

export function measurePart(
  { run, lines }: RunPart,
  observed: ObservedRun,
  spoken: Spoken,
  engine: ResamplingEngine,
): MeasuredPart {
  return {
    measures: measureRun(run, observed, spoken, engine),
    trials: run.sections.map((section) =>
      section.trials.map((trial) => stripRecord(trial, armOf(section, trial))),
    ),
    lines,
    journal: run.journal,
  };
}

/** A run of core records in the order of its journal, and its measures, from parts that have all its trials between them, each once. */
export function joinParts(
  { id, plan, environment, stops, sections }: Run,
  parts: readonly MeasuredPart[],
): { readonly run: Run; readonly measures: RunMeasures } {
  const run: Run = {
    ...{ id, records: 'core', plan, environment, stops },
    sections: sections.map(({ section, arms }, index) => ({
      ...{ section, arms },
      trials: joinTrials(parts, index),
    })),
    journal: {
      records: parts.reduce((sum, { journal }) => sum + journal.records, 0),
      replacedRecords: parts.reduce((sum, { journal }) => sum + journal.replacedRecords, 0),
      truncatedTail: parts.some(({ journal }) => journal.truncatedTail),
    },
  };
  return {
    run,
    measures: mergeMeasures(
      run,
      parts.map(({ measures }) => measures),
    ),
  };
}

function joinTrials(parts: readonly MeasuredPart[], index: number): readonly TrialRecord[] {
  const trials = parts.flatMap((part) =>
    (part.trials[index] ?? []).map((record) => ({
      record,
      line: part.lines[index]?.get(record.trial) ?? 0,
    })),
  );
  return trials.sort((a, b) => a.line - b.line).map(({ record }) => record);
}
