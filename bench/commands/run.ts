import { join } from 'node:path';
import { buildReport } from '../../analysis/build-report.ts';
import { isPrecise } from '../../analysis/comparison/is-precise.ts';
import { hypothesisTable } from '../../analysis/hypotheses/table.ts';
import { loadRun } from '../../analysis/load-run.ts';
import { renderSummary } from '../../analysis/render/text.ts';
import { pageFile } from '../../analysis/verify/check-drawings.ts';
import type { Plan } from '../../results/schema/plan.ts';
import type { Topology } from '../../results/schema/topology.ts';
import { counted } from '../../results/text/counted.ts';
import { cacheDirectory } from '../cache-directory.ts';
import type { Check } from '../host/check.ts';
import { probeEnvironment } from '../host/environment.ts';
import { readTopology } from '../host/topology.ts';
import { findLabRoot } from '../lab-root.ts';
import { withLock } from '../lock.ts';
import { estimatePlan } from '../plan/estimate-plan.ts';
import { chooseBaseline, choosePreset, chooseTargetNames } from '../plan/make-plan.ts';
import { renderDuration } from '../render-duration.ts';
import { makeBlindCopy } from '../run/blind-copy.ts';
import { catchInterrupts, interruptedExitCode } from '../run/interrupt.ts';
import { type Journal, openJournal } from '../run/journal.ts';
import { makeProgressLogger, type ProgressLogger } from '../run/progress-logger.ts';
import {
  checkResultsDirectory,
  makeRunDirectory,
  removeRunDirectory,
  writeRunFile,
  writeStop,
} from '../run/run-directory.ts';
import type { RunSummary } from '../run/run-event.ts';
import { runPlan } from '../run/run-plan.ts';
import type { BuiltTarget } from '../targets/built-target.ts';
import { findTarget } from '../targets/targets.ts';
import { UserError } from '../user-error.ts';
import { chooseBuiltTargets } from './choose-built-targets.ts';
import { findResamplingEngine } from './choose-resampling-engine.ts';
import { planFlags, type RawOptions } from './command-table.ts';
import { examineHost } from './examine-host.ts';
import { makeFlagWords } from './flag-words.ts';
import { keptReport } from './kept-report.ts';
import { makePageOrSay } from './make-page.ts';
import { checkHost, openMachineOf } from './open-machine.ts';
import { buildRecipes, makeAcceptedPlan, prepareRun } from './prepare-run.ts';
import { writeDerivedFiles } from './write-derived-files.ts';

/** Everything a run needs once nothing is left that could be wrong with the request. */
interface ReadyRun {
  readonly plan: Plan;
  readonly targets: ReadonlyMap<string, BuiltTarget>;
  readonly hostTopology: Topology;
  /** How this machine was right before the run. */
  readonly doctor: readonly Check[];
  readonly resultsDirectory: string;
  readonly logger: ProgressLogger;
}

type PreparedRunParts = Omit<ReadyRun, 'doctor'>;

interface EndedRun {
  readonly directory: string;
  readonly summary: RunSummary;
}

/** `numa-lab run`: plans, measures, keeps every record, prints a summary and writes the report. Answers 1 when trials failed, 130 when interrupted. */
export async function runRunCommand(options: RawOptions): Promise<number> {
  const logger = makeProgressLogger({
    isTTY: process.stderr.isTTY === true,
    columns: process.stderr.columns ?? 80,
    write: (text) => process.stderr.write(text),
  });
  const ready = await prepare(options, logger);
  const onWait = () => logger.say('another run is going on; waiting for it to end');
  const ended = await withLock(join(cacheDirectory(), 'run'), onWait, async (lost) =>
    measure({ ...ready, doctor: await examineHost(ready.plan, ready.hostTopology, logger.say) }, lost),
  );
  return report(ended, options.json === true, logger);
}

async function prepare(options: RawOptions, logger: ProgressLogger): Promise<PreparedRunParts> {
  const prepared = await prepareRun(options);
  const { request } = prepared;
  const preset = choosePreset(request, prepared.questions);
  await checkResultsDirectory(request.resultsDirectory);
  const recipes = chooseTargetNames(request, preset).map((name) => findTarget(name, prepared.table));
  const {
    targets: built,
    unavailable,
    notices: leftOut,
  } = chooseBuiltTargets(await buildRecipes(recipes, logger.say), {
    named: request.targets !== undefined,
    baseline: chooseBaseline(request, preset),
  });
  const { plan: made, notices } = await makeAcceptedPlan(prepared, built, unavailable);
  const plan: Plan = { ...made, flags: [...makeFlagWords(options, planFlags, made.seed)] };
  const targets = await addControl(plan, built);
  const hostTopology = await readTopology();
  await checkHost(plan, { targets, hostTopology });
  for (const notice of [...leftOut, ...notices]) logger.say(notice);
  const { seconds } = estimatePlan(plan);
  const trials = plan.sections.reduce((sum, section) => sum + section.trials.length, 0);
  logger.say(`${counted(trials, 'trial')}, seed ${plan.seed}, about ${renderDuration(seconds)}`);
  return { plan, targets, hostTopology, resultsDirectory: request.resultsDirectory, logger };
}

/** Adds the A/A control's program under its blind label. */
async function addControl(
  plan: Plan,
  built: ReadonlyMap<string, BuiltTarget>,
): Promise<ReadonlyMap<string, BuiltTarget>> {
  const label = plan.sections.flatMap((section) => section.arms).find((arm) => arm.control)?.target;
  const baseline = built.get(plan.baseline);
  if (label === undefined || baseline === undefined) return built;
  return new Map([...built, [label, await makeBlindCopy(baseline, label)]]);
}

/** Runs the plan in a run directory of its own, which is taken back when nothing was measured. */
async function measure(ready: ReadyRun, lockLost: AbortSignal): Promise<EndedRun> {
  const { plan, logger, resultsDirectory } = ready;
  const interrupt = catchInterrupts(() =>
    logger.say('stopping; finished trials are kept (once more: stop at once)'),
  );
  // Another run may begin now, and two at once disturb each other's times.
  lockLost.addEventListener('abort', () =>
    logger.say(`${cacheDirectory()}/run.lock was taken away; stopping, finished trials are kept`),
  );
  const signal = AbortSignal.any([interrupt.signal, lockLost]);
  try {
    const directory = await makeRunDirectory(resultsDirectory, plan.sections[0]?.machine ?? 'host');
    let recorded = 0;
    try {
      await writeRunFile(directory, 'plan.json', `${JSON.stringify(plan, null, 2)}\n`);
      const journal = await openJournal(join(directory, 'trials.ndjson'));
      const counting: Journal = {
        append: async (record) => {
          await journal.append(record);
          recorded += 1;
        },
        close: journal.close,
      };
      const summary = await runPlanIn(directory, ready, counting, signal);
      return { directory, summary };
    } catch (error) {
      if (recorded > 0) logger.say(`${recorded} finished trials are kept in ${directory}`);
      throw error;
    } finally {
      if (recorded === 0) await removeRunDirectory(directory);
    }
  } finally {
    interrupt.release();
  }
}

async function runPlanIn(
  directory: string,
  { plan, targets, hostTopology, doctor, logger }: ReadyRun,
  journal: Journal,
  signal: AbortSignal,
): Promise<RunSummary> {
  try {
    return await runPlan(plan, {
      openMachine: async (section) => {
        const parts = { targets, hostTopology, runDirectory: directory, signal, say: logger.say };
        const { machine, virtual } = await openMachineOf(section, parts);
        // The guest's section comes first, so that the environment is whole before the first trial.
        if (section !== plan.sections[0]) return machine;
        try {
          await writeEnvironment(directory, { targets, hostTopology, doctor, virtual });
        } catch (error) {
          await machine.close();
          throw error;
        }
        return machine;
      },
      journal,
      isPrecise: (records) => isPrecise(plan, records),
      recordStop: (stop) => writeStop(directory, stop),
      observer: logger.observe,
      signal,
      proofs: new Map([...targets].map(([label, target]) => [label, target.proof])),
    });
  } finally {
    await journal.close();
  }
}

type EnvironmentParts = Pick<ReadyRun, 'targets' | 'hostTopology' | 'doctor'> &
  Pick<Awaited<ReturnType<typeof openMachineOf>>, 'virtual'>;

async function writeEnvironment(
  directory: string,
  { targets, hostTopology, doctor, virtual }: EnvironmentParts,
): Promise<void> {
  const environment = await probeEnvironment({
    labRoot: findLabRoot(),
    targets,
    virtual,
    topology: hostTopology,
    doctor,
  });
  await writeRunFile(directory, 'environment.json', `${JSON.stringify(environment, null, 2)}\n`);
}

async function report(
  { directory, summary }: EndedRun,
  json: boolean,
  logger: ProgressLogger,
): Promise<number> {
  const recorded = summary.completed + summary.failed + summary.skipped;
  if (summary.interrupted) logger.say(`stopped after ${recorded} of ${summary.planned} trials`);
  if (recorded === 0) return interruptedExitCode;
  const loaded = await loadRun(directory);
  if (loaded.state === 'problem') throw new UserError(loaded.message, { hint: loaded.hint });
  const value = await keptReport(directory, async () =>
    buildReport(loaded.run, hypothesisTable, findResamplingEngine()),
  );
  const page = await makePageOrSay(value, loaded.run, logger.say);
  await writeDerivedFiles(directory, value, page);
  process.stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : renderSummary(value));
  logger.say(`run directory: ${directory}`);
  logger.say(`whole report:  ${join(directory, 'report.txt')}, or numa-lab report --format full`);
  logger.say(`with charts:   ${join(directory, page === undefined ? 'charts' : pageFile)}`);
  logger.say('for a list:    numa-lab report; for others to check: numa-lab export');
  if (summary.interrupted) return interruptedExitCode;
  return summary.failed > 0 ? 1 : 0;
}
