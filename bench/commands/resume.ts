import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { counted } from '../../results/text/counted.ts';
import type { OptionsOf } from '../request/flag.ts';
import type { resumeFlags } from '../request/flags.ts';
import { interruptedExitCode } from '../run/interrupt.ts';
import { reopenJournal } from '../run/journal.ts';
import { makeStderrLogger, type ProgressLogger } from '../run/progress-logger.ts';
import { countStates, type RunSummary } from '../run/run-event.ts';
import { UserError } from '../user-error.ts';
import { examineHost } from './prepare/examine-host.ts';
import { findUnfinished } from './resume/find-unfinished.ts';
import { prepareResume } from './resume/prepare.ts';
import { readUnfinished, type UnfinishedRun } from './resume/read-unfinished.ts';
import { recordResume } from './resume/record-resume.ts';
import { runAlone } from './run/alone.ts';
import { measure } from './run/measure.ts';
import { openFirst } from './run/open.ts';
import { publish } from './run/publish.ts';
import type { ReadyRun } from './run/ready-run.ts';
import type { NamedRun } from './stored/named-run.ts';

type ResumeOptions = OptionsOf<typeof resumeFlags> & NamedRun;

/**
 * `numa-lab resume [run]`: runs the trials of a run that was killed or stopped which have no record yet, as `run` would have, and writes its report. Without
 * a name it is the newest unfinished run. Answers as `run` does. Throws UserError, with nothing written, when the run cannot go on here.
 */
export async function runResumeCommand(options: ResumeOptions): Promise<number> {
  const logger = makeStderrLogger();
  const run = await readUnfinished(await findUnfinished(options));
  const { records } = run.journal;
  logger.say(
    `${run.id}: ${counted(records.length, 'trial')} of ${records.length + run.left.length} recorded`,
  );
  const summary = run.left.length === 0 ? summarize(run) : await goOn(run, options, logger);
  if (summary === undefined || summary.completed + summary.failed + summary.skipped === 0) {
    logger.say('stopped before another trial was done');
    return interruptedExitCode;
  }
  return publish(run.directory, summary, { json: options.json === true, say: logger.say });
}

/** Of a run that was killed after its last trial. */
function summarize({ journal: { records } }: UnfinishedRun): RunSummary {
  return {
    planned: records.length,
    ...countStates(records.map(({ state }) => state)),
    interrupted: false,
  };
}

/** Undefined when it was interrupted before anything was written. */
async function goOn(
  run: UnfinishedRun,
  options: ResumeOptions,
  logger: ProgressLogger,
): Promise<RunSummary | undefined> {
  const ready = await prepareResume(run, options, logger.say);
  return runAlone(logger.say, async (signal) => {
    await refuseChanged(run);
    return runRest(run, ready, { signal, logger });
  });
}

/** While this one waited for its turn, the run itself may have been what was going on. */
async function refuseChanged({ id, directory, journal }: UnfinishedRun): Promise<void> {
  const bytes = await stat(journalPath(directory)).then(
    ({ size }) => size,
    () => 0,
  );
  if (bytes === journal.wholeBytes + journal.cutBytes) return;
  throw new UserError(`cannot resume ${id}: it went on meanwhile`, { hint: 'resume it again' });
}

function journalPath(directory: string): string {
  return join(directory, 'trials.ndjson');
}

async function runRest(
  run: UnfinishedRun,
  ready: ReadyRun,
  { signal, logger }: { readonly signal: AbortSignal; readonly logger: ProgressLogger },
): Promise<RunSummary | undefined> {
  const { plan, directory, journal, stops } = run;
  const section = plan.sections.find(({ trials }) => trials.some((trial) => trial === run.left[0]));
  if (section === undefined) throw new Error('what is left belongs to no section');
  const doctor = await examineHost(plan, ready.hostTopology, logger.say);
  const { targets, hostTopology } = ready;
  const parts = { targets, hostTopology, runDirectory: directory, signal, say: logger.say };
  const opened = await openFirst(section, parts);
  if (opened === undefined) return undefined;
  try {
    const { earlierSeconds } = await recordResume(run, doctor);
    return await measure(ready, {
      ...{ directory, signal, logger },
      first: { section, opened },
      journal: await reopenJournal(journalPath(directory), journal.wholeBytes),
      earlier: { records: journal.records, stops, seconds: earlierSeconds },
    });
  } finally {
    await opened.machine.close();
  }
}
