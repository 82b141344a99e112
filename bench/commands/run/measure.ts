import { isPrecise } from '../../../analysis/compare/is-precise.ts';
import type { Section } from '../../../results/schema/plan.ts';
import type { Earlier } from '../../run/earlier.ts';
import type { Journal } from '../../run/journal.ts';
import type { ProgressLogger } from '../../run/progress-logger.ts';
import { writeStop } from '../../run/run-directory.ts';
import type { RunSummary } from '../../run/run-event.ts';
import { runPlan } from '../../run/run-plan.ts';
import { type OpenedMachine, openMachineOf } from '../prepare/open-machine.ts';
import type { ReadyRun } from './ready-run.ts';

export interface Measurement {
  readonly directory: string;
  /** The machine of the section that is run first. */
  readonly first: { readonly section: Section; readonly opened: OpenedMachine };
  /** Closed when this has ended. */
  readonly journal: Journal;
  readonly signal: AbortSignal;
  readonly logger: ProgressLogger;
  /** Of a run that is resumed. */
  readonly earlier?: Earlier;
}

/** Runs the trials of the plan that have no record yet, and journals each. */
export async function measure(
  { plan, targets, hostTopology }: ReadyRun,
  { directory, first, journal, signal, logger, earlier }: Measurement,
): Promise<RunSummary> {
  const parts = { targets, hostTopology, runDirectory: directory, signal, say: logger.say };
  try {
    return await runPlan(plan, {
      openMachine: async (section) =>
        section === first.section ? first.opened.machine : (await openMachineOf(section, parts)).machine,
      journal,
      isPrecise: (records) => isPrecise(plan, records),
      recordStop: (stop) => writeStop(directory, stop),
      observer: logger.observe,
      signal,
      proofs: new Map([...targets].map(([label, target]) => [label, target.proof])),
      ...(earlier && { earlier }),
    });
  } finally {
    await journal.close();
  }
}
