import { expect, test } from 'vitest';
import type { Plan, Section } from '../../results/schema/plan.ts';
import type { TrialRecord } from '../../results/schema/trial.ts';
import { description } from '../../test/fixtures/description.ts';
import { exitedWith, type FakeMachine, makeFakeMachine } from '../../test/fixtures/fake-machine.ts';
import { makeLines, makeProof, renderLines } from '../../test/fixtures/program-output.ts';
import { requestOf, targetNames } from '../../test/fixtures/request.ts';
import { oneNode } from '../../test/fixtures/topologies.ts';
import { makeVirtualTopology } from '../machine/guest/virtual-topology.ts';
import type { TrialCommand, TrialOutput } from '../machine/machine.ts';
import { chooseMachines } from '../plan/choose-machines.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { RunEvent } from './run-event.ts';
import { runPlan } from './run-plan.ts';

const request = requestOf({
  quick: true,
  seed: '1',
  blocks: '2',
  workloads: 'churn',
  targets: 'musl,glibc',
  set: ['churn.sizes=fixed:64'],
});
const machines = chooseMachines(request, {
  hostTopology: oneNode,
  availableMemoryBytes: 2 ** 34,
  makeVirtualTopology,
});
const { plan } = makePlan(request, { description, targetNames, machines });
const proof = makeProof('musl');
const proofs = new Map(['musl', 'glibc', 'lsum'].map((label) => [label, proof]));

/** What programs would print that do as they are told. */
function answerWell(command: TrialCommand, check?: string): TrialOutput {
  const planned = plan.sections
    .flatMap((section) => section.trials)
    .find(({ trial }) => trial === command.trial);
  const arm = plan.sections.flatMap((section) => section.arms).find(({ id }) => id === planned?.arm);
  return exitedWith(...(arm?.processes ?? []).map((spec) => renderLines(makeLines(spec, proof, check))));
}

interface Harness {
  readonly records: TrialRecord[];
  readonly events: RunEvent[];
  readonly machines: FakeMachine[];
  readonly controller: AbortController;
}

function makeHarness(): Harness {
  return { records: [], events: [], machines: [], controller: new AbortController() };
}

function start(
  harness: Harness,
  answer: (command: TrialCommand) => TrialOutput | Promise<TrialOutput>,
  own: Plan = plan,
) {
  let seconds = 0;
  return runPlan(own, {
    openMachine: async (section: Section) => {
      const machine = makeFakeMachine(section.machine, (command) => answer(command));
      harness.machines.push(machine);
      return machine;
    },
    journal: {
      append: async (record) => {
        harness.records.push(record);
      },
      close: async () => {},
    },
    observer: (event) => harness.events.push(event),
    signal: harness.controller.signal,
    proofs,
    clock: {
      nowUtc: () => '2026-01-01T00:00:00.000Z',
      seconds: () => {
        seconds += 1;
        return seconds;
      },
    },
  });
}

test('every planned trial becomes one record, in the order of the plan, section by section', async () => {
  const harness = makeHarness();
  const summary = await start(harness, answerWell);
  const planned = plan.sections.flatMap((section) => section.trials);
  expect(harness.records.map(({ trial, block, arm, seed }) => ({ trial, block, arm, seed }))).toEqual(
    planned,
  );
  expect(harness.records.map((record) => record.machine)).toEqual(
    plan.sections.flatMap((section) => section.trials.map(() => section.machine)),
  );
  expect(summary).toEqual({ planned: 14, completed: 14, skipped: 0, failed: 0, interrupted: false });
});

test('the machine of a section is closed before the next is opened', async () => {
  const harness = makeHarness();
  await start(harness, answerWell);
  const order = harness.events.filter((event) => event.type.startsWith('section')).map((event) => event.type);
  expect(order).toEqual(['section-opening', 'section-closed', 'section-opening', 'section-closed']);
  expect(harness.machines.map((machine) => machine.timesClosed())).toEqual([1, 1]);
});

test('programs are told workload, threads, seed, mode, amounts and every parameter', async () => {
  const harness = makeHarness();
  await start(harness, answerWell);
  const command = harness.machines[0]?.commands[1];
  const text = command?.processes[0]?.arguments.join(' ');
  expect(text).toContain('churn --threads worker=0:0,worker=1:2 --seed ');
  expect(text).toContain(`--seed ${command?.seed} --mode count --samples 1 --warmup 0 --operations `);
  expect(text).toContain('--slots 1000 --sizes fixed:64 --touch all --turn 16');
  expect(text).not.toContain('--gate');
  expect(command?.processes[0]?.numactl).toEqual(['--cpunodebind=0,1']);
});

test('a trial that fails is a record, and the run goes on', async () => {
  const harness = makeHarness();
  const summary = await start(harness, (command) =>
    command.trial === 2 ? { state: 'broken', detail: 'guest panicked', stderr: 'oops' } : answerWell(command),
  );
  expect(summary).toMatchObject({ completed: 13, failed: 1 });
  expect(harness.records[2]).toMatchObject({ state: 'failed', reason: 'machine', stderrTail: 'oops' });
});

test('equal work with another check value fails the later trial and names both', async () => {
  const harness = makeHarness();
  const [, , second] = plan.sections[0]?.trials ?? [];
  await start(harness, (command) =>
    answerWell(command, command.trial === second?.trial ? 'bbbbbbbbbbbbbbbb' : undefined),
  );
  expect(harness.records[second?.trial ?? -1]).toMatchObject({
    state: 'failed',
    reason: 'check-mismatch',
    detail: expect.stringMatching(
      /^trial 2 \(.+\) did other work than trial 1 \(.+\): check b{16}, not 0{14}aa$/,
    ),
  });
  expect(harness.records.filter((record) => record.state === 'failed')).toHaveLength(1);
});

test('blocks have seeds of their own, so other check values in another block are no mismatch', async () => {
  const harness = makeHarness();
  const summary = await start(harness, (command) =>
    answerWell(command, BigInt(command.seed).toString(16).padStart(16, '0')),
  );
  expect(summary.failed).toBe(0);
});

test('an abort stops the trial under way without a record, closes the machine and opens no other', async () => {
  const harness = makeHarness();
  const summary = await start(harness, (command) => {
    if (command.trial < 3) return answerWell(command);
    harness.controller.abort(new Error('stop'));
    throw harness.controller.signal.reason;
  });
  expect(summary).toMatchObject({ completed: 3, failed: 0, interrupted: true });
  expect(harness.records).toHaveLength(3);
  expect(harness.machines.map((machine) => machine.timesClosed())).toEqual([1]);
});

test('an error of a machine is a bug: it is not swallowed, and the machine is closed', async () => {
  const harness = makeHarness();
  const running = start(harness, () => {
    throw new Error('a bug');
  });
  await expect(running).rejects.toThrow('a bug');
  expect(harness.machines[0]?.timesClosed()).toBe(1);
});

test('progress says what is done and what is left', async () => {
  const harness = makeHarness();
  await start(harness, answerWell);
  const progress = harness.events.flatMap((event) =>
    event.type === 'trial-starting' ? [event.progress] : [],
  );
  expect(progress.map(({ done }) => done)).toEqual(progress.map((_, i) => i));
  expect(progress[0]?.total).toBe(14);
  const left = progress.map(({ secondsLeft }) => secondsLeft);
  // The fake clock gives each trial one second: in the last trial about that much is left.
  expect(left.at(-1)).toBeGreaterThan(0.5);
  expect(left.at(-1)).toBeLessThan(1.1);
});
