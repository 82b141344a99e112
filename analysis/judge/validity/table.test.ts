import { describe, expect, test } from 'vitest';
import type { ValidityFact } from '../../../results/schema/report.ts';
import type { TrialRecord } from '../../../results/schema/trial.ts';
import { exampleRun } from '../../../test/fixtures/runs/example-run.ts';
import { makeRun, type RunFiles } from '../../../test/fixtures/runs/make-run.ts';
import { timedRun } from '../../../test/fixtures/runs/timed-run.ts';
import type { Derived } from './check.ts';
import { checkValidity } from './table.ts';

type Completed = Extract<TrialRecord, { state: 'completed' }>;

const [guest, host] = [0, 1];
const nothingDerived: Derived = { comparisons: [], controls: [], family: null };

/** The fact of a section of the example after `change`; undefined where the check has no subject. */
function factOf(
  id: ValidityFact['id'],
  section: number,
  change: (files: RunFiles) => void = () => {},
): ValidityFact | undefined {
  const files = structuredClone(exampleRun());
  change(files);
  const facts = checkValidity(makeRun(files), nothingDerived);
  return facts.find((fact) => fact.id === id && fact.section === section);
}

/** The first completed trial of a section that `isWanted`. */
function trialOf(
  files: RunFiles,
  section: number,
  isWanted: (trial: Completed) => boolean = () => true,
): Completed {
  const planned = new Set(files.plan.sections[section]?.trials.map(({ trial }) => trial));
  const found = files.trials.find(
    (trial): trial is Completed => trial.state === 'completed' && planned.has(trial.trial) && isWanted(trial),
  );
  if (found === undefined) throw new Error('the example has no such trial');
  return found;
}

function sectionOf(files: RunFiles, index: number) {
  const section = files.plan.sections[index];
  if (section === undefined) throw new Error(`the example has no section ${index}`);
  return section;
}

/** Takes the records away that a killed run would not have. */
function lose(files: RunFiles, isLost: (trial: TrialRecord) => boolean): void {
  const kept = files.trials.filter((trial) => !isLost(trial));
  (files.trials as TrialRecord[]).splice(0, files.trials.length, ...kept);
}

describe('trials', () => {
  test('that failed or were skipped are counted', () => {
    expect(factOf('trials', guest)).toMatchObject({
      verdict: 'warn',
      seen: expect.stringMatching(/^\d+ of \d+ completed, 1 failed, 1 skipped$/),
    });
    expect(factOf('trials', host)).toMatchObject({
      verdict: 'pass',
      seen: expect.stringMatching(/^all \d+ completed$/),
    });
  });

  test('that never ran are counted', () => {
    const fact = factOf('trials', host, (files) => {
      const last = sectionOf(files, host).trials.at(-1)?.trial;
      lose(files, ({ trial }) => trial === last);
    });
    expect(fact).toMatchObject({ verdict: 'warn', seen: expect.stringContaining(', 1 never ran') });
  });
});

describe('pinning', () => {
  test('holds where every thread was seen on its CPU', () => {
    expect(factOf('pinning', guest)).toMatchObject({
      verdict: 'pass',
      seen: expect.stringContaining('threads verified'),
    });
  });

  test.each(['cpu', 'node'] as const)('fails where a thread was seen on another %s', (field) => {
    const fact = factOf('pinning', guest, (files) => {
      const seen = trialOf(files, guest).processes[0]?.counts.pinning[0]?.seen[1];
      if (seen === undefined) throw new Error('no thread was seen twice');
      seen[field] += 1;
    });
    expect(fact).toMatchObject({
      verdict: 'fail',
      seen: expect.stringMatching(/^1 of \d+ threads strayed$/),
    });
  });

  test('is unknown where no thread was verified', () => {
    const fact = factOf('pinning', host, (files) => {
      for (const trial of files.trials)
        if (trial.state === 'completed') for (const { counts } of trial.processes) counts.pinning = [];
    });
    expect(fact).toMatchObject({ verdict: 'unknown', seen: 'no thread was verified' });
  });
});

test('a process with another proof than its target fails, and its target is named', () => {
  const fact = factOf('proofs', guest, (files) => {
    const trial = trialOf(files, guest, ({ block }) => block > 0);
    for (const { counts } of trial.processes) counts.proof = 'f'.repeat(64);
  });
  expect(factOf('proofs', guest)?.verdict).toBe('pass');
  expect(fact).toMatchObject({ verdict: 'fail', seen: expect.stringMatching(/^other proofs from [\w+]+$/) });
});

test('work that differs from the same work of another target fails', () => {
  const fact = factOf('work-check', guest, (files) => {
    for (const { counts } of trialOf(files, guest, ({ block }) => block > 0).processes)
      counts.check = '00000000000000ff';
  });
  expect(factOf('work-check', guest)?.verdict).toBe('pass');
  expect(fact).toMatchObject({
    verdict: 'fail',
    seen: expect.stringMatching(/^1 of \d+ pieces of work differ$/),
  });
});

describe('kernel settings', () => {
  test('that changed during a run fail', () => {
    const fact = factOf('kernel-settings', host, (files) => {
      trialOf(files, host).settings.transparentHugepage = 'always';
    });
    expect(factOf('kernel-settings', host)?.verdict).toBe('pass');
    expect(fact).toMatchObject({ verdict: 'fail', seen: expect.stringContaining('THP always') });
  });

  test('that a guest had, but not those that were planned, fail', () => {
    const fact = factOf('kernel-settings', guest, (files) => {
      for (const trial of files.trials)
        if (trial.state === 'completed' && trial.machine === 'virtual') trial.settings.numaBalancing = '1';
    });
    expect(fact).toMatchObject({
      verdict: 'fail',
      seen: expect.stringMatching(/^numa_balancing 1.*; planned were numa_balancing 0/),
    });
  });
});

describe('an arm that switches NUMA balancing itself', () => {
  const withSeen = (own: '0' | '1', seen: string) =>
    factOf('kernel-settings', guest, (files) => {
      const trial = trialOf(files, guest, ({ block }) => block > 0);
      const { arms } = sectionOf(files, guest);
      for (const arm of arms) if (arm.id === trial.arm) arm.numaBalancing = own;
      for (const one of files.trials)
        if (one.state === 'completed' && one.arm === trial.arm) one.settings.numaBalancing = seen;
    });

  test('passes where its trials had what it asks for', () => {
    expect(withSeen('1', '1')?.verdict).toBe('pass');
  });

  test('fails where they had not', () => {
    expect(withSeen('1', '0')).toMatchObject({
      verdict: 'fail',
      seen: expect.stringContaining('numa_balancing 0 instead of 1'),
    });
  });
});

describe('live bytes of a process that is bound to nodes', () => {
  const isBound = (files: RunFiles) => {
    const arms = new Map(sectionOf(files, guest).arms.map((arm) => [arm.id, arm]));
    return ({ arm, processes }: Completed) =>
      (arms.get(arm)?.processes[0]?.boundNodes.length ?? 0) > 0 &&
      processes[0]?.counts.placement.length !== 0;
  };

  test('pass where they are on those nodes', () => {
    expect(factOf('placement-bound', guest)).toMatchObject({
      verdict: 'pass',
      seen: expect.stringContaining('of live bytes in'),
    });
  });

  test('fail where they are on another', () => {
    const fact = factOf('placement-bound', guest, (files) => {
      const placement = trialOf(files, guest, isBound(files)).processes[0]?.counts.placement[0];
      if (placement?.bytes[0] === undefined) throw new Error('no bytes were placed');
      placement.bytes[0] = placement.nodes.map(() => 500_000);
    });
    expect(fact?.verdict).toBe('fail');
  });

  test('fail where nobody knows their node', () => {
    const fact = factOf('placement-bound', guest, (files) => {
      const placement = trialOf(files, guest, isBound(files)).processes[0]?.counts.placement[0];
      if (placement === undefined) throw new Error('no bytes were placed');
      placement.unknownBytes = placement.nodes.map(() => 500_000);
    });
    expect(fact?.verdict).toBe('fail');
  });
});

describe('the order of arms', () => {
  test('that is the same in all blocks fails', () => {
    const fact = factOf('order-randomised', host, (files) => {
      const { trials } = sectionOf(files, host);
      trials.sort((a, b) => a.block - b.block || (a.arm < b.arm ? -1 : 1));
      const order = new Map(trials.map((trial, index) => [trial.trial, index]));
      (files.trials as TrialRecord[]).sort((a, b) => (order.get(a.trial) ?? 0) - (order.get(b.trial) ?? 0));
    });
    expect(factOf('order-randomised', host)?.verdict).toBe('pass');
    expect(fact).toMatchObject({ verdict: 'fail', seen: expect.stringMatching(/^1 different order in/) });
  });

  test('that is not the planned one is doubted', () => {
    const fact = factOf('order-randomised', host, (files) => {
      (files.trials as TrialRecord[]).reverse();
    });
    expect(fact).toMatchObject({ verdict: 'warn', seen: 'trials were not recorded in the planned order' });
  });

  test('fails where a block lacks an arm of the plan', () => {
    const fact = factOf('order-randomised', host, (files) => {
      const { trials } = sectionOf(files, host);
      const [lost] = trials.splice(
        trials.findIndex(({ block }) => block > 0),
        1,
      );
      lose(files, ({ trial }) => trial === lost?.trial);
    });
    expect(fact).toMatchObject({ verdict: 'fail', seen: 'a block does not hold every arm once' });
  });
});

test('a section without a completed control is doubted, and one that nothing judges says so', () => {
  const controls = (files: RunFiles) =>
    new Set(sectionOf(files, host).arms.flatMap(({ id, control }) => (control ? [id] : [])));
  const fact = factOf('control-arm', host, (files) => {
    const ids = controls(files);
    lose(files, ({ arm }) => ids.has(arm));
  });
  expect(fact).toMatchObject({ verdict: 'warn', seen: 'no trial of an A/A control completed' });
  expect(factOf('control-arm', host)).toMatchObject({
    verdict: 'pass',
    seen: 'completed; it has no value beside the baseline',
  });
});

test('an arm with a single block left is too few even for a range', () => {
  const fact = factOf('blocks-per-arm', guest, (files) => {
    const arm = sectionOf(files, guest).arms[1]?.id;
    lose(files, (trial) => trial.arm === arm && trial.block !== 1);
  });
  expect(fact).toMatchObject({ verdict: 'warn', seen: expect.stringContaining('too few in 1 arm') });
});

test('a time in a record of a guest fails, and times of a host under a hypervisor are doubted', () => {
  const timed = factOf('no-guest-time', guest, (files) => {
    Object.assign(trialOf(files, guest).processes[0] ?? {}, { times: {} });
  });
  expect(timed).toMatchObject({ verdict: 'fail', seen: '1 record of the guest with times' });
  expect(factOf('no-guest-time', host)?.verdict).toBe('pass');
  const nested = factOf('no-guest-time', host, ({ environment }) => {
    environment.host.virtualization = 'KVM';
  });
  expect(nested).toMatchObject({ verdict: 'warn', seen: expect.stringContaining('(KVM)') });
});

describe('processes of a trial', () => {
  /** Every trial of an arm with a second process that begins as much later. */
  function overlap(laterNs: number): ValidityFact | undefined {
    const files = structuredClone(timedRun());
    const arm = sectionOf(files, 0).arms.find(({ workload }) => workload !== 'calibrate');
    const [first] = arm?.processes ?? [];
    if (arm === undefined || first === undefined) throw new Error('no timed arm');
    arm.processes.push(first);
    for (const trial of files.trials) {
      if (trial.state !== 'completed' || trial.machine !== 'host' || trial.arm !== arm.id) continue;
      const second = structuredClone(trial.processes.slice(0, 1));
      for (const sample of second.flatMap(({ times }) => times.samples)) {
        sample.beginNs += laterNs;
        for (const thread of sample.threads) thread.endNs += laterNs;
      }
      trial.processes.push(...second);
    }
    return checkValidity(makeRun(files), nothingDerived).find(({ id }) => id === 'side-by-side');
  }

  test('that ran at the same time pass', () => {
    expect(overlap(0)).toMatchObject({
      verdict: 'pass',
      seen: expect.stringMatching(/^overlap at least 100\.0 % in \d+ trials$/),
    });
  });

  test('that ran one after the other are doubted', () => {
    expect(overlap(1e15)).toMatchObject({
      verdict: 'warn',
      seen: expect.stringMatching(/^overlap at least 0\.0 %/),
    });
  });

  test('are no subject where every trial has one', () => {
    expect(factOf('side-by-side', host)).toBeUndefined();
  });
});
