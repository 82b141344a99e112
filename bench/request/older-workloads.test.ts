import { expect, test } from 'vitest';
import { optionsOf, requestOf } from '../../test/fixtures/request.ts';
import { makeFlagWords } from './flag-words.ts';
import { planFlags } from './flags.ts';
import { describeOlderWorkloads, useCurrentWorkloads } from './older-workloads.ts';

const older = { workloads: 'churn, handover', set: ['handover.survivors=0,100', 'churn.slots=1'] };

test('an older name of a workload is the workload of today', () => {
  const { workloads, levels } = requestOf(older);
  expect(workloads).toEqual(['churn', 'remote-free']);
  expect(levels.map(({ workload }) => workload)).toEqual(['remote-free', 'churn']);
});

test('the same workload by two names is named twice', () => {
  expect(() => requestOf({ workloads: 'handover,remote-free' })).toThrow('has remote-free twice');
  expect(() => requestOf({ set: ['handover.ring=1', 'remote-free.ring=2'] })).toThrow(
    '--set has remote-free.ring twice',
  );
});

test('an older name is told in one line, however often it was typed, and a name of today in none', () => {
  expect(describeOlderWorkloads(optionsOf(planFlags, older).typed)).toEqual([
    'workload handover is now called remote-free: the next version knows that name alone',
  ]);
  expect(describeOlderWorkloads(optionsOf(planFlags, { workloads: 'remote-free,nope' }).typed)).toEqual([]);
});

test('the flags that a run keeps have the names of today', () => {
  const words = makeFlagWords(useCurrentWorkloads(optionsOf(planFlags, older).typed), planFlags);
  expect(words).toEqual([
    '--workloads churn,remote-free',
    '--set remote-free.survivors=0,100',
    '--set churn.slots=1',
  ]);
});
