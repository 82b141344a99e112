import { type ConformanceLine, conformanceLine } from '../../results/schema/conformance.ts';
import { unreachable } from '../../results/schema/unreachable.ts';
import type { Machine, ProcessExit, ProcessOutput } from '../machine/machine.ts';
import { cleanSentence, lastLine } from '../run/clean-text.ts';
import { findKnownDeviation } from './known-deviations.ts';
import { parseJson } from './parse-json.ts';

export interface ConformanceFailure {
  readonly check: string;
  readonly detail: string;
  /** Present when the released allocator is known to break this promise: what it does. */
  readonly known?: string;
}

/** What the suite says of a target. `broken`: it came to no end, or its output makes no sense; then it says nothing. */
export type ConformanceResult =
  | { readonly state: 'passed'; readonly checks: number }
  | { readonly state: 'failed'; readonly failures: readonly ConformanceFailure[] }
  | { readonly state: 'broken'; readonly detail: string };

export interface ConformanceRequest {
  readonly target: string;
  /** Binds all CPUs of the machine, so that threads of a check really run at once. */
  readonly numactl: readonly string[];
  readonly signal: AbortSignal;
}

/** The suite takes 1 to 2 s on a host and 6 to 16 s in an emulated guest; every check has a limit of its own below this. */
const timeoutMs = 300_000;

/** Runs the conformance suite of a target on a machine. Rejects only as `runTrial` does. */
export async function runConformance(
  machine: Machine,
  { target, numactl, signal }: ConformanceRequest,
): Promise<ConformanceResult> {
  const processes = [{ target, numactl, arguments: ['--conformance'] }];
  const output = await machine.runTrial({ trial: 0, block: 0, seed: '0', processes, timeoutMs }, signal);
  if (output.state === 'broken') return broken(output.detail);
  const [process, ...others] = output.processes;
  if (process === undefined || others.length > 0) {
    return broken(`${output.processes.length} processes answered, not one`);
  }
  return readConformance(process);
}

function readConformance(process: ProcessOutput): ConformanceResult {
  const early = describeEarlyEnd(process.exit);
  if (early !== undefined) return broken(withWords(early, process));
  const lines: ConformanceLine[] = [];
  for (const text of process.stdout.split('\n').slice(0, -1)) {
    const line = conformanceLine.safeParse(parseJson(text));
    if (!line.success) return broken(`a line that is none of the suite: ${text}`);
    lines.push(line.data);
  }
  const result = readLines(lines);
  const code = result.state === 'passed' ? 0 : 1;
  if (result.state === 'broken') return broken(withWords(result.detail, process));
  if (process.exit.state === 'exited' && process.exit.code !== code) {
    return broken(`exit code ${process.exit.code} although the checks ${result.state}`);
  }
  return result;
}

function readLines(lines: readonly ConformanceLine[]): ConformanceResult {
  const checks = lines.filter((line) => line.type === 'conformance');
  const end = lines.at(-1);
  if (lines[0]?.type !== 'about' || end?.type !== 'conformance-end') {
    return broken(`the suite stopped after ${checks.length} checks`);
  }
  const failures = checks.flatMap((line) =>
    line.state === 'failed' ? [describeFailure(line.check, line.detail, lines[0])] : [],
  );
  const passed = checks.length - failures.length;
  const isWhole =
    checks.length > 0 &&
    checks.length === lines.length - 2 &&
    new Set(checks.map(({ check }) => check)).size === checks.length &&
    end.passed === passed &&
    end.failed === failures.length;
  if (!isWhole) return broken(`${passed} passed and ${failures.length} failed checks do not add up`);
  return failures.length > 0 ? { state: 'failed', failures } : { state: 'passed', checks: passed };
}

function describeFailure(
  check: string,
  detail: string,
  about: ConformanceLine | undefined,
): ConformanceFailure {
  const known = about?.type === 'about' ? findKnownDeviation(about.allocator, check) : undefined;
  return known === undefined ? { check, detail } : { check, detail, known };
}

/** Undefined for a program that may have come to its end: it exits with 1 when a check has failed. */
function describeEarlyEnd(exit: ProcessExit): string | undefined {
  switch (exit.state) {
    case 'exited':
      return exit.code > 1 ? `exit code ${exit.code}` : undefined;
    case 'signalled':
      return exit.signal;
    case 'out-of-memory':
      return 'killed for memory';
    case 'timed-out':
      return `not done after ${timeoutMs / 1000} s`;
    default:
      return unreachable(exit);
  }
}

function withWords(what: string, { stderr }: ProcessOutput): string {
  const said = lastLine(stderr);
  return said === undefined ? what : `${what}: ${said}`;
}

function broken(detail: string): ConformanceResult {
  return { state: 'broken', detail: cleanSentence(detail) };
}
