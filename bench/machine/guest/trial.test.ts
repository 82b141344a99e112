import { expect, test } from 'vitest';
import type { BuiltTarget } from '../../targets/built-target.ts';
import type { TrialCommand } from '../machine.ts';
import { makeProcessEnvironment } from '../process-environment.ts';
import type { GuestTrial } from './guest.ts';
import { makeOutput, makeRunRequest, settingsOf } from './trial.ts';

const settings = { numaBalancing: '0', transparentHugepage: 'never', addressRandomisation: '2' } as const;
const target = {
  name: 'musl',
  binarySha256: 'ab'.repeat(32),
  environment: { MALLOC_CONF: 'narenas:1' },
} as Partial<BuiltTarget> as BuiltTarget;
const command: TrialCommand = {
  trial: 0,
  block: 0,
  seed: '7',
  timeoutMs: 1000,
  processes: [{ target: 'musl', numactl: ['--membind=0'], arguments: ['churn', '--gate'] }],
};
const makeTrial = (exits: GuestTrial['ran']['exits'], stdout: string[], stderr: string[]): GuestTrial => ({
  ran: { type: 'ran', settings, exits },
  memory: [],
  output: {
    stdout: stdout.map((text) => Buffer.from(text)),
    stderr: stderr.map((text) => Buffer.from(text)),
  },
});

test('starts the program of the target through numactl, with a gate when its arguments ask for one', () => {
  expect(makeRunRequest(command, { targets: new Map([['musl', target]]), settings })).toEqual({
    do: 'run',
    timeoutMs: 1000,
    gate: true,
    settings,
    processes: [
      {
        argv: ['/usr/bin/numactl', '--membind=0', '/targets/abababababababab/numa-bench', 'churn', '--gate'],
        environment: Object.entries(makeProcessEnvironment(target)).map(
          ([name, value]) => `${name}=${value}`,
        ),
      },
    ],
  });
});

test('asks for samples as often as the trial does', () => {
  const request = makeRunRequest(
    { ...command, memorySampleHz: 20 },
    { targets: new Map([['musl', target]]), settings },
  );
  expect(request).toMatchObject({ gate: true, sample: { everyMs: 50 } });
});

test('hands over what the agent saw of the memory of each process, without any time', () => {
  const exit = { state: 'exited', code: 0, cut: false } as const;
  const trial = makeTrial([exit, exit], ['', ''], ['', '']);
  const ran = { ...trial.ran, memory: { missed: 0, dropped: [0, 0] } };
  const memory = [{ type: 'memory', process: 1, samples: [[8, 4]] as [number, number][] }] as const;
  const output = makeOutput({ ...trial, ran, memory: [...memory] }, settings);
  expect(output.state === 'ran' && output.processes.map((one) => one.memory)).toMatchObject([
    { counts: { state: 'unavailable' } },
    { counts: { anonymousBytes: [4096] } },
  ]);
  expect(JSON.stringify(output)).not.toMatch(/Ns|times/);
});

test('throws for a target that was not built', () => {
  expect(() => makeRunRequest(command, { targets: new Map(), settings })).toThrow(
    'musl was planned but not built',
  );
});

test('tells how each process ended, signals by name', () => {
  const exits: GuestTrial['ran']['exits'] = [
    { state: 'exited', code: 3, cut: false },
    { state: 'signalled', signal: 11, cut: false },
    { state: 'signalled', signal: 13, cut: true },
    { state: 'out-of-memory', cut: false },
    { state: 'timed-out', cut: false },
  ];
  const output = makeOutput(makeTrial(exits, ['é', '', '', '', ''], ['', 'bad\n', '', '', '']), settings);
  expect(output.state === 'ran' && output.processes).toEqual([
    { exit: { state: 'exited', code: 3 }, stdout: 'é', stderr: '' },
    { exit: { state: 'signalled', signal: 'SIGSEGV' }, stdout: '', stderr: 'bad\n' },
    {
      exit: { state: 'signalled', signal: 'SIGPIPE' },
      stdout: '',
      stderr: 'the virtual machine ended this process: it printed too much\n',
    },
    { exit: { state: 'out-of-memory' }, stdout: '', stderr: '' },
    { exit: { state: 'timed-out' }, stdout: '', stderr: '' },
  ]);
});

test('does not accept a trial under another kernel setting than the one asked for', () => {
  expect(() => makeOutput(makeTrial([], [], []), { ...settings, numaBalancing: '1' })).toThrow(
    'numaBalancing 0, not 1',
  );
});

test('a trial whose arm switches balancing is asked for so, and held to it', () => {
  const balanced = { ...command, numaBalancing: '1' } as const;
  const options = { targets: new Map([['musl', target]]), settings };
  expect(makeRunRequest(balanced, options).settings).toEqual({ ...settings, numaBalancing: '1' });
  expect(settingsOf(command, settings)).toEqual(settings);
  expect(() => makeOutput(makeTrial([], [], []), settingsOf(balanced, settings))).toThrow(
    'numaBalancing 0, not 1',
  );
});
