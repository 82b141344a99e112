import type { Stop } from '../../results/schema/family.ts';
import type { Arm, Plan, PlannedTrial, Section } from '../../results/schema/plan.ts';
import type { Proof } from '../../results/schema/proof.ts';
import type { TrialRecord } from '../../results/schema/trial.ts';
import type { Machine } from '../machine/machine.ts';
import { type Clock, systemClock } from './clock.ts';
import { countToRun, type Earlier, nothingEarlier } from './earlier.ts';
import type { Journal } from './journal.ts';
import { makeTrialCommand } from './program-arguments.ts';
import { makeFailed, readOutput } from './read-output.ts';
import { countStates, type RunObserver, type RunSummary } from './run-event.ts';
import { makeSectionEnd } from './section-end.ts';
import { makeTimeLeft, type TimeLeft } from './time-left.ts';
import { makeWorkChecks, type WorkChecks } from './work-checks.ts';

export interface RunContext {
  /** Called once for each section, after the machine of the one before is closed. */
  readonly openMachine: (section: Section) => Promise<Machine>;
  readonly journal: Journal;
  readonly observer: RunObserver;
  /** Aborting ends the run after the trial under way has been stopped; that trial leaves no record. */
  readonly signal: AbortSignal;
  /** What each target label must prove. */
  readonly proofs: ReadonlyMap<string, Proof>;
  readonly clock?: Clock;
  /** Whether the records of the family's section tell its ratios as well as the plan asks. Absent: never. */
  readonly isPrecise?: (records: readonly TrialRecord[]) => boolean;
  /** Keeps on disk that the plan's own rule ended a section. */
  readonly recordStop?: (stop: Stop) => Promise<void>;
  /** Of a run that is resumed. Absent: nothing has been run. */
  readonly earlier?: Earlier;
}

interface RunState {
  readonly plan: Plan;
  readonly context: RunContext;
  readonly clock: Clock;
  readonly checks: WorkChecks;
  readonly timeLeft: TimeLeft;
  readonly earlier: Earlier;
  readonly runSeconds: () => number;
  /** Trials that are still to be run or have been. */
  total: number;
  /** Of all trials that have a record. */
  readonly states: TrialRecord['state'][];
}

/**
 * Runs a plan, or what is left of it, section by section, each on a machine of its own. Every trial becomes one record of the journal,
 * whatever became of it. Rejects only when a machine cannot be opened, the journal cannot be written, or for a bug.
 */
export async function runPlan(plan: Plan, context: RunContext): Promise<RunSummary> {
  const state = makeState(plan, context);
  for (const section of plan.sections) {
    if (context.signal.aborted) break;
    await runSection(section, state);
  }
  const summary = summarize(state);
  context.observer({ type: 'ended', summary });
  return summary;
}

function makeState(plan: Plan, context: RunContext): RunState {
  const { clock = systemClock, earlier = nothingEarlier } = context;
  const begin = clock.seconds();
  const counts = plan.sections.map((section, index) =>
    countToRun(
      section,
      earlier.stops.find((stop) => stop.section === index),
    ),
  );
  const recorded = plan.sections.map((section) => recordsOf(section, earlier).length);
  return {
    ...{ plan, context, clock, earlier },
    runSeconds: () => earlier.seconds + clock.seconds() - begin,
    checks: makeWorkChecks(plan, earlier.records),
    timeLeft: makeTimeLeft(
      plan,
      counts.map((count, index) => count - (recorded[index] ?? 0)),
    ),
    total: counts.reduce((sum, count) => sum + count, 0),
    states: earlier.records.map((record) => record.state),
  };
}

function recordsOf(section: Section, { records }: Earlier): readonly TrialRecord[] {
  const numbers = new Set(section.trials.map(({ trial }) => trial));
  return records.filter(({ trial }) => numbers.has(trial));
}

async function runSection(section: Section, state: RunState): Promise<void> {
  const { openMachine, observer, signal } = state.context;
  const recorded = recordsOf(section, state.earlier);
  const isEnded = state.earlier.stops.some((stop) => stop.section === state.plan.sections.indexOf(section));
  const left = isEnded ? [] : section.trials.slice(recorded.length);
  if (left.length === 0) return;
  observer({ type: 'section-opening', section });
  const machine = await unlessAborted(openMachine(section), signal);
  if (machine === undefined) return;
  try {
    await runTrials(machine, section, { recorded, left }, state);
  } finally {
    await machine.close();
    observer({ type: 'section-closed', section });
  }
}

async function runTrials(
  machine: Machine,
  section: Section,
  { recorded, left }: { readonly recorded: readonly TrialRecord[]; readonly left: readonly PlannedTrial[] },
  state: RunState,
): Promise<void> {
  const { context } = state;
  const arms = new Map(section.arms.map((arm) => [arm.id, arm]));
  const isPrecise = (records: readonly TrialRecord[]) => context.isPrecise?.(records) ?? false;
  const end = makeSectionEnd(section, recorded, { ...state, isPrecise });
  for (const planned of left) {
    // Also before the first of a run that was killed right after a block.
    const stop = end.before(planned);
    if (stop !== undefined) return endSection(section, stop, state);
    const arm = arms.get(planned.arm);
    if (arm === undefined) throw new Error(`trial ${planned.trial} has no arm ${planned.arm}`);
    const record = await runTrial(machine, section, arm, planned, state);
    if (record === undefined) return;
    await context.journal.append(record);
    state.states.push(record.state);
    end.add(record);
    context.observer({ type: 'trial-ended', arm, record });
  }
}

/** What the plan gives up is recorded before anything else happens, so that a crash cannot make it look lost. */
async function endSection(section: Section, stop: Stop, state: RunState): Promise<void> {
  const { context } = state;
  await context.recordStop?.(stop);
  state.total -= section.trials.length - countToRun(section, stop);
  state.timeLeft.closed(section);
  context.observer({ type: 'section-stopped', section, stop });
}

/** The record of a trial; undefined when the run was aborted, since what a stopped trial did says nothing. */
async function runTrial(
  machine: Machine,
  section: Section,
  arm: Arm,
  planned: PlannedTrial,
  state: RunState,
): Promise<TrialRecord | undefined> {
  const { context, clock, timeLeft, plan } = state;
  if (context.signal.aborted) return undefined;
  const progress = { done: state.states.length, total: state.total, secondsLeft: timeLeft.seconds() };
  context.observer({ type: 'trial-starting', section, arm, planned, progress });
  const command = makeTrialCommand(arm, planned, plan.trialTimeoutMs);
  const startedUtc = clock.nowUtc();
  const begin = clock.seconds();
  const output = await unlessAborted(machine.runTrial(command, context.signal), context.signal);
  if (output === undefined || context.signal.aborted) return undefined;
  timeLeft.ended(section, clock.seconds() - begin);
  const outputContext = {
    machine: section.machine,
    arm,
    planned,
    startedUtc,
    timeoutMs: plan.trialTimeoutMs,
    proof: context.proofs.get(arm.target),
  };
  const record = readOutput(output, outputContext);
  if (record.state !== 'completed') return record;
  const fault = state.checks.check(arm, record);
  return fault === undefined ? record : makeFailed(outputContext, fault, '');
}

/** The value of a promise, or undefined when it was rejected because the run was aborted. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}

function summarize({ states, total, context }: RunState): RunSummary {
  const interrupted = context.signal.aborted && states.length < total;
  return { planned: total, ...countStates(states), interrupted };
}
