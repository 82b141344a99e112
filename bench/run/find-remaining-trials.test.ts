import { expect, test } from 'vitest';
import type { Plan, PlannedTrial } from '../../results/schema/plan.ts';
import type { TrialRecord } from '../../results/schema/trial.ts';
import { planOf } from '../../test/fixtures/plans.ts';
import { findRemainingTrials } from './find-remaining-trials.ts';

const { plan } = planOf({ quick: true, blocks: '2', workloads: 'churn', targets: 'musl,glibc' });
const planned = plan.sections.flatMap((section) => section.trials);

function recordOf(trial: PlannedTrial, of: Plan = plan): TrialRecord {
  const machine = of.sections.find((section) => section.trials.includes(trial))?.machine ?? 'host';
  return { schema: 1, ...trial, machine, state: 'skipped', reason: 'a test' };
}

const records = planned.map((trial) => recordOf(trial));
const reasonOf = (own: readonly TrialRecord[]) => {
  const rest = findRemainingTrials(plan, own, []);
  return rest.state === 'mismatch' ? rest.reason : `${rest.left.length} left`;
};

test.each([0, 1, 5, planned.length - 1, planned.length])('after %i records what follows is left', (done) => {
  expect(plan.sections.length).toBeGreaterThan(1);
  expect(findRemainingTrials(plan, records.slice(0, done), [])).toEqual({
    state: 'fits',
    left: planned.slice(done),
  });
});

const [first, second, third] = records;
if (first === undefined || second === undefined || third === undefined) throw new Error('a short plan');

test.each([
  ['twice the same trial', [first, second, second], 'line 3: trial 1 has a record already'],
  ['an earlier trial once more', [first, second, { ...first }], 'line 3: trial 0 has a record already'],
  ['a gap', [first, third], 'line 2: trial 2 comes before its turn: 1 is next'],
  ['two trials in each other’s place', [first, third, second], 'line 2: trial 2 comes before its turn'],
  ['a trial of no plan', [{ ...first, trial: 9999 }], 'line 1: trial 9999 is not in plan.json'],
  ['more records than trials', [...records, first], 'trial 0 has a record already'],
  ['another seed', [first, { ...second, seed: '1' }], "trial 1 has seed '1' instead of"],
  ['another arm', [first, { ...second, arm: 'other' }], "trial 1 has arm 'other' instead of"],
  ['another block', [first, { ...second, block: 7 }], "trial 1 has block '7' instead of '1'"],
  [
    'another machine',
    [{ ...first, machine: 'host', state: 'skipped', reason: 'a test' }],
    "machine 'host' instead of 'virtual'",
  ],
] satisfies readonly (readonly [string, readonly TrialRecord[], string])[])(
  'a journal with %s does not fit, and the reason says where',
  (_, own, reason) => {
    expect(reasonOf(own)).toContain(reason);
  },
);

const adaptive = planOf({
  ...{ workloads: 'churn', targets: 'musl,glibc', nodes: '0', machine: 'host', precision: '2%' },
}).plan;
const ofHost = adaptive.sections[0]?.trials ?? [];
const until = (block: number) =>
  ofHost.filter((trial) => trial.block <= block).map((trial) => recordOf(trial, adaptive));

test('what the plan gave up when it ended a section is not left', () => {
  const stop = { section: 0, blocks: 15, reason: 'precision' } as const;
  expect(findRemainingTrials(adaptive, until(15), [stop])).toEqual({ state: 'fits', left: [] });
  expect(findRemainingTrials(adaptive, until(15), [])).toMatchObject({ state: 'fits' });
});

test.each([
  ['before its blocks were run', 14, { section: 0, blocks: 15, reason: 'precision' }, 'have no records'],
  ['of a section without a rule', 15, { section: 1, blocks: 15, reason: 'time' }, 'the plan does not'],
  ['after its last block', 15, { section: 0, blocks: 600, reason: 'time' }, 'the plan does not'],
] as const)('a stop %s does not fit', (_, blocks, stop, reason) => {
  expect(findRemainingTrials(adaptive, until(blocks), [stop])).toMatchObject({
    state: 'mismatch',
    reason: expect.stringContaining(reason),
  });
});

test('a record of a trial that was given up does not fit', () => {
  const rest = findRemainingTrials(adaptive, until(16), [{ section: 0, blocks: 15, reason: 'precision' }]);
  expect(rest).toMatchObject({ state: 'mismatch', reason: expect.stringContaining('none is next') });
});
