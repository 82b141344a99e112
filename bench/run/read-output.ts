import type { ProcessCounts } from '../../results/schema/counts.ts';
import type { Arm, PlannedTrial } from '../../results/schema/plan.ts';
import { schemaVersion } from '../../results/schema/primitives.ts';
import type { Proof } from '../../results/schema/proof.ts';
import type { ProcessTimes } from '../../results/schema/times.ts';
import type { TrialRecord } from '../../results/schema/trial.ts';
import { unreachable } from '../../results/schema/unreachable.ts';
import type { ProcessExit, ProcessMemory, ProcessOutput, TrialOutput } from '../machine/machine.ts';
import { type Fault, findFault } from './check-process.ts';
import { cleanSentence, cleanTail, lastLine } from './clean-text.ts';
import { makeCounts, makeTimes, pickProof } from './make-process.ts';
import { hasGate } from './program-arguments.ts';
import { readLines } from './read-lines.ts';

/** Exit code of a program that cannot run here, as automake has it. */
const cannotRunHere = 77;

export interface OutputContext {
  readonly machine: 'host' | 'virtual';
  readonly arm: Arm;
  readonly planned: PlannedTrial;
  readonly timeoutMs: number;
  /** What the arm's target must prove to be; undefined when it never proved anything. */
  readonly proof: Proof | undefined;
  readonly startedUtc: string;
}

interface Measured {
  readonly counts: ProcessCounts;
  readonly times: ProcessTimes;
}

type ProcessResult =
  | { readonly state: 'measured'; readonly measured: Measured }
  | { readonly state: 'skipped'; readonly reason: string }
  | { readonly state: 'failed'; readonly fault: Fault; readonly stderr: string };

/**
 * The record of a trial from what its processes said: completed only when every process ended well, printed nothing but what
 * its mode allows, is the program it claims to be, and was where it should be.
 */
export function readOutput(output: TrialOutput, context: OutputContext): TrialRecord {
  if (output.state === 'broken') {
    return makeFailed(context, { reason: 'machine', detail: output.detail }, output.stderr);
  }
  const results = output.processes.map((process, i) => readProcess(process, i, context));
  const failed = worstOf(results);
  if (failed !== undefined) return makeFailed(context, failed.fault, failed.stderr);
  const skipped = results.find((result) => result.state === 'skipped');
  if (skipped !== undefined) {
    return { ...identityOf(context), machine: context.machine, state: 'skipped', reason: skipped.reason };
  }
  const measured = results.flatMap((result) => (result.state === 'measured' ? [result.measured] : []));
  if (measured.length !== context.arm.processes.length || measured.length === 0) {
    const detail = `${measured.length} of ${context.arm.processes.length} processes answered`;
    return makeFailed(context, { reason: 'machine', detail }, '');
  }
  const { settings, throttling, lostStarts = [] } = output;
  const common = { ...identityOf(context), state: 'completed', settings } as const;
  const host = { startedUtc: context.startedUtc, ...(throttling && { throttling }) };
  const virtual = lostStarts.length > 0 ? { lostStarts: lostStarts.map(cleanSentence) } : {};
  return context.machine === 'host'
    ? { ...common, machine: 'host', ...host, processes: measured }
    : { ...common, machine: 'virtual', ...virtual, processes: measured.map(({ counts }) => ({ counts })) };
}

/** A failed record of a trial that may not even have started. */
export function makeFailed(
  context: Pick<OutputContext, 'machine' | 'planned'>,
  fault: Fault,
  stderr: string,
): TrialRecord {
  return {
    ...identityOf(context),
    machine: context.machine,
    state: 'failed',
    reason: fault.reason,
    detail: cleanSentence(fault.detail),
    stderrTail: cleanTail(stderr),
  };
}

function identityOf({ planned }: Pick<OutputContext, 'planned'>) {
  const { trial, block, arm, seed } = planned;
  return { schema: schemaVersion, trial, block, arm, seed } as const;
}

/** A process that lost its partner may fail as well: the killed and the stuck ones are the cause. */
function worstOf(results: readonly ProcessResult[]): Extract<ProcessResult, { state: 'failed' }> | undefined {
  const failed = results.filter((result) => result.state === 'failed');
  const order: readonly Fault['reason'][] = ['oom', 'signal', 'exit', 'timeout'];
  const rank = (reason: Fault['reason']) => (order.includes(reason) ? order.indexOf(reason) : order.length);
  return failed.sort((a, b) => rank(a.fault.reason) - rank(b.fault.reason))[0];
}

function readProcess(process: ProcessOutput, index: number, context: OutputContext): ProcessResult {
  const exitFault = readExit(process.exit, context.timeoutMs);
  if (exitFault === 'skipped') {
    return { state: 'skipped', reason: lastLine(process.stderr) ?? 'the program cannot run here' };
  }
  if (exitFault !== undefined) {
    const said = lastLine(process.stderr);
    const detail = said === undefined ? exitFault.detail : `${exitFault.detail}: ${said}`;
    return { state: 'failed', fault: { ...exitFault, detail }, stderr: process.stderr };
  }
  const spec = context.arm.processes[index];
  if (spec === undefined) throw new Error(`the machine answered for process ${index}, which was not planned`);
  const read = readLines(process.stdout, context.arm.mode, hasGate(context.arm));
  if (read.state === 'bad') {
    return { state: 'failed', fault: { reason: 'bad-output', detail: read.detail }, stderr: process.stderr };
  }
  const counts = makeCounts(read.lines);
  const fault = findFault(counts, spec, { found: pickProof(read.lines), wanted: context.proof });
  if (fault !== undefined) return { state: 'failed', fault, stderr: process.stderr };
  return { state: 'measured', measured: addMemory({ counts, times: makeTimes(read.lines) }, process.memory) };
}

function addMemory({ counts, times }: Measured, memory: ProcessMemory | undefined): Measured {
  if (memory === undefined) return { counts, times };
  return {
    counts: { ...counts, memoryOverTime: memory.counts },
    times: memory.times === undefined ? times : { ...times, memorySampling: memory.times },
  };
}

function readExit(exit: ProcessExit, timeoutMs: number): Fault | 'skipped' | undefined {
  switch (exit.state) {
    case 'exited':
      if (exit.code === 0) return undefined;
      if (exit.code === cannotRunHere) return 'skipped';
      return { reason: 'exit', detail: `exit code ${exit.code}` };
    case 'signalled':
      return { reason: 'signal', detail: exit.signal };
    case 'out-of-memory':
      return { reason: 'oom', detail: 'killed for memory' };
    case 'timed-out':
      return { reason: 'timeout', detail: `not done after ${timeoutMs / 1000} s` };
    default:
      return unreachable(exit);
  }
}
