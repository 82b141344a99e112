import { describe, expect, test } from 'vitest';
import type { ConformanceLine } from '../../results/schema/conformance.ts';
import { exitedWith, makeFakeMachine, settings } from '../../test/fixtures/fake-machine.ts';
import { makeProof, renderLines } from '../../test/fixtures/program-output.ts';
import type { ProcessExit, TrialOutput } from '../machine/machine.ts';
import { runConformance } from './run-conformance.ts';

const about: ConformanceLine = { type: 'about', schema: 1, ...makeProof('musl') };
const passed = (check: string): ConformanceLine => ({ type: 'conformance', check, state: 'passed' });
const failed = (check: string, detail: string): ConformanceLine => ({
  type: 'conformance',
  check,
  state: 'failed',
  detail,
});
const end = (passedCount: number, failedCount: number): ConformanceLine => ({
  type: 'conformance-end',
  passed: passedCount,
  failed: failedCount,
});

const whole = [about, passed('malloc-aligns'), passed('free-null'), end(2, 0)];
const twoFaults = [
  about,
  failed('malloc-aligns', 'malloc(7 bytes) is not aligned to 4 bytes'),
  passed('free-null'),
  failed('threads-exit', 'killed by SIGSEGV'),
  end(1, 2),
];

function ended(exit: ProcessExit, lines: readonly object[], stderr = ''): TrialOutput {
  return { state: 'ran', settings, processes: [{ exit, stdout: renderLines(lines), stderr }] };
}

const exitedBy = (code: number, lines: readonly object[], stderr?: string) =>
  ended({ state: 'exited', code }, lines, stderr);

function run(output: TrialOutput) {
  const request = { target: 'musl', numactl: ['--localalloc'], signal: new AbortController().signal };
  return runConformance(
    makeFakeMachine('host', () => output),
    request,
  );
}

test('one process of the target is asked for its suite, bound as told, and may be stopped', async () => {
  const machine = makeFakeMachine('virtual', (_, signal) => {
    signal.throwIfAborted();
    return exitedWith(renderLines(whole));
  });
  const request = { target: 'musl', numactl: ['--physcpubind=0-3'] };
  await runConformance(machine, { ...request, signal: new AbortController().signal });
  expect(machine.commands.map(({ processes }) => processes)).toEqual([
    [{ target: 'musl', numactl: ['--physcpubind=0-3'], arguments: ['--conformance'] }],
  ]);
  const stopped = runConformance(machine, { ...request, signal: AbortSignal.abort(new Error('stopped')) });
  await expect(stopped).rejects.toThrow('stopped');
});

test('a suite without a failed check is passed, with the number of checks', async () => {
  expect(await run(exitedBy(0, whole))).toEqual({ state: 'passed', checks: 2 });
});

test('failed checks are named, each with its detail', async () => {
  expect(await run(exitedBy(1, twoFaults))).toEqual({
    state: 'failed',
    failures: [
      { check: 'malloc-aligns', detail: 'malloc(7 bytes) is not aligned to 4 bytes' },
      { check: 'threads-exit', detail: 'killed by SIGSEGV' },
    ],
  });
});

test('what a released allocator is known to break is reported as such', async () => {
  const jemalloc = { ...about, allocator: { ...about.allocator, name: 'jemalloc', version: '5.3.0-0-gab' } };
  const lines = [jemalloc, failed('realloc-says-enomem', 'errno is 0'), failed('free-null', 'x'), end(0, 2)];
  expect(await run(exitedBy(1, lines))).toMatchObject({
    state: 'failed',
    failures: [
      { check: 'realloc-says-enomem', known: expect.stringContaining('jemalloc 5.3.0') },
      { check: 'free-null', detail: 'x' },
    ],
  });
  expect(await run(exitedBy(1, [about, ...lines.slice(1)]))).toMatchObject({
    failures: [{ check: 'realloc-says-enomem', detail: 'errno is 0' }, { check: 'free-null' }],
  });
});

describe('what came to no end, or does not agree with itself, is broken', () => {
  test.each<[string, TrialOutput, string]>([
    [
      'a machine that broke',
      { state: 'broken', detail: 'the guest crashed', stderr: '' },
      'the guest crashed',
    ],
    ['a program that could not say what it is', exitedBy(1, [], 'fork failed\n'), '0 checks: fork failed'],
    ['a program without the suite', exitedBy(2, [], '"--conformance" is not a workload'), 'exit code 2: "'],
    ['a suite that stopped', exitedBy(1, whole.slice(0, -1)), 'stopped after 2 checks'],
    ['a suite without a check', exitedBy(0, [about, end(0, 0)]), 'do not add up'],
    ['lines without a proof', exitedBy(0, whole.slice(1)), 'stopped'],
    ['a count that is wrong', exitedBy(0, [about, passed('free-null'), end(2, 0)]), 'do not add up'],
    ['a check that comes twice', exitedBy(0, [about, passed('a'), passed('a'), end(2, 0)]), 'do not add up'],
    ['a line of a workload', exitedBy(0, [about, { type: 'events' }, end(0, 0)]), '"type":"events"'],
    ['exit 1 with all checks passed', exitedBy(1, whole), 'exit code 1 although the checks passed'],
    ['exit 0 with a check failed', exitedBy(0, twoFaults), 'exit code 0 although the checks failed'],
    ['a signal', ended({ state: 'signalled', signal: 'SIGKILL' }, whole), 'SIGKILL'],
    ['too little memory', ended({ state: 'out-of-memory' }, whole), 'killed for memory'],
    ['the time limit', ended({ state: 'timed-out' }, whole), 'not done after 300 s'],
    ['no process', { state: 'ran', settings, processes: [] }, '0 processes'],
  ])('%s', async (_, output, detail) => {
    expect(await run(output)).toEqual({ state: 'broken', detail: expect.stringContaining(detail) });
  });
});
