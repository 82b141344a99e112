import type { Stop } from '../../results/schema/family.ts';
import type { Arm, Plan, PlannedTrial, Section } from '../../results/schema/plan.ts';
import type { Proof } from '../../results/schema/proof.ts';
import type { TrialRecord } from '../../results/schema/trial.ts';
import type { Machine } from '../machine/machine.ts';
import { type Clock, systemClock } from './clock.ts';
import { whyEnd } from './end-rule.ts';
import type { Journal } from './journal.ts';
import { makeTrialCommand } from './program-arguments.ts';
import { makeFailed, readOutput } from './read-output.ts';
import type { RunObserver, RunSummary } from './run-event.ts';
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
}

interface RunState {
  readonly plan: Plan;
  readonly context: RunContext;
  readonly clock: Clock;
  readonly checks: WorkChecks;
  readonly timeLeft: TimeLeft;
  readonly begunSeconds: number;
  /** Trials that are still to be run or have been. */
  total: number;
  readonly states: TrialRecord['state'][];
}

/**
 * Runs a plan, section by section, each on a machine of its own. Every trial becomes one record of the journal, whatever
 * became of it. Rejects only when a machine cannot be opened, the journal cannot be written, or for a bug.
 */
export async function runPlan(plan: Plan, context: RunContext): Promise<RunSummary> {
  const clock = context.clock ?? systemClock;
  const state: RunState = {
    plan,
    context,
    clock,
    begunSeconds: clock.seconds(),
    checks: makeWorkChecks(),
    timeLeft: makeTimeLeft(plan),
    total: plan.sections.reduce((sum, section) => sum + section.trials.length, 0),
    states: [],
  };
  for (const section of plan.sections) {
    if (context.signal.aborted) break;
    await runSection(section, state);
  }
  const summary = summarize(state);
  context.observer({ type: 'ended', summary });
  return summary;
}

async function runSection(section: Section, state: RunState): Promise<void> {
  const { openMachine, observer, signal } = state.context;
  observer({ type: 'section-opening', section });
  const machine = await unlessAborted(openMachine(section), signal);
  if (machine === undefined) return;
  try {
    const arms = new Map(section.arms.map((arm) => [arm.id, arm]));
    const end = makeSectionEnd(section, state);
    for (const [index, planned] of section.trials.entries()) {
      const arm = arms.get(planned.arm);
      if (arm === undefined) throw new Error(`trial ${planned.trial} has no arm ${planned.arm}`);
      const record = await runTrial(machine, section, arm, planned, state);
      if (record === undefined) return;
      await state.context.journal.append(record);
      state.states.push(record.state);
      observer({ type: 'trial-ended', arm, record });
      if (await end(record, section.trials[index + 1])) break;
    }
  } finally {
    await machine.close();
    observer({ type: 'section-closed', section });
  }
}

/**
 * Asked after every trial whether the section ends with it by the plan's rule, which is about whole blocks. The rule is put before the next block
 * begins; what it gives up is recorded before anything else happens, so that a crash cannot make it look lost.
 */
function makeSectionEnd(section: Section, state: RunState) {
  const { plan, context, clock } = state;
  const { family } = plan;
  const index = plan.sections.indexOf(section);
  if (family?.section !== index || (family.precision === null && family.maxSeconds === null)) {
    return async () => false;
  }
  const records: TrialRecord[] = [];
  const begin = clock.seconds();
  return async (record: TrialRecord, next: PlannedTrial | undefined): Promise<boolean> => {
    records.push(record);
    const { block: blocks } = record;
    if (next === undefined || next.block === blocks || blocks === 0) return false;
    const now = clock.seconds();
    const reason = whyEnd(family, {
      blocks,
      seconds: now - state.begunSeconds,
      secondsPerBlock: (now - begin) / blocks,
      isPrecise: () => context.isPrecise?.(records) ?? false,
    });
    if (reason === undefined) return false;
    const stop: Stop = { section: index, blocks, reason };
    await context.recordStop?.(stop);
    state.total -= section.trials.filter((trial) => trial.block > blocks).length;
    state.timeLeft.closed(section);
    context.observer({ type: 'section-stopped', section, stop });
    return true;
  };
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
  const count = (wanted: TrialRecord['state']) => states.filter((state) => state === wanted).length;
  return {
    planned: total,
    completed: count('completed'),
    skipped: count('skipped'),
    failed: count('failed'),
    interrupted: context.signal.aborted && states.length < total,
  };
}
