import { join } from 'node:path';
import type { TypedTexts } from '../request/flag-words.ts';
import type { PlanOptions } from '../request/parse-request.ts';
import { interruptedExitCode } from '../run/interrupt.ts';
import { openJournal } from '../run/journal.ts';
import { makeStderrLogger, type ProgressLogger } from '../run/progress-logger.ts';
import type { RunSummary } from '../run/run-event.ts';
import { examineHost } from './prepare/examine-host.ts';
import { runAlone } from './run/alone.ts';
import { inNewDirectory } from './run/in-new-directory.ts';
import { measure } from './run/measure.ts';
import { openFirst } from './run/open.ts';
import { type NewRun, prepareNewRun } from './run/prepare.ts';
import { publish } from './run/publish.ts';
import { recordEnvironment } from './run/record-environment.ts';

interface EndedRun {
  readonly directory: string;
  readonly summary: RunSummary;
}

/** `numa-lab run`: plans, measures, keeps every record, prints a summary and writes the report. Answers 1 when trials failed, 130 when interrupted. */
export async function runRunCommand(options: PlanOptions, typed: TypedTexts): Promise<number> {
  const logger = makeStderrLogger();
  const run = await prepareNewRun(options, typed, logger.say);
  const ended = await runAlone(logger.say, (signal) =>
    inNewDirectory(run, logger.say, (directory) => runNew(run, { directory, signal, logger })),
  );
  if (ended === undefined) {
    logger.say('stopped before a trial was done');
    return interruptedExitCode;
  }
  return publish(ended.directory, ended.summary, { json: options.json === true, say: logger.say });
}

/** Undefined when it was interrupted before its first record. */
async function runNew(
  run: NewRun,
  { directory, signal, logger }: { directory: string; signal: AbortSignal; logger: ProgressLogger },
): Promise<EndedRun | undefined> {
  const { plan, targets, hostTopology } = run;
  const [section] = plan.sections;
  if (section === undefined) throw new Error('a plan without a section was accepted');
  const doctor = await examineHost(plan, hostTopology, logger.say);
  const parts = { targets, hostTopology, runDirectory: directory, signal, say: logger.say };
  const opened = await openFirst(section, parts);
  if (opened === undefined) return undefined;
  try {
    // Its guest, if it has any, is that of the first section: so the record is whole before the first trial.
    await recordEnvironment(directory, run, { virtual: opened.virtual, doctor });
    const journal = await openJournal(join(directory, 'trials.ndjson'));
    const first = { section, opened };
    const summary = await measure(run, { directory, first, journal, signal, logger });
    const recorded = summary.completed + summary.failed + summary.skipped;
    return recorded === 0 ? undefined : { directory, summary };
  } finally {
    await opened.machine.close();
  }
}
