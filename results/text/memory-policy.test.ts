import { expect, test } from 'vitest';
import { describePolicy, plannedPolicy } from './memory-policy.ts';

test.each([
  [['--cpunodebind=0,1'], 'default'],
  [['--physcpubind=0,2'], 'default'],
  [['--cpunodebind=0,1', '--localalloc'], 'local'],
  [['--cpunodebind=0', '--membind=1'], 'bind on 1'],
  [['--cpunodebind=0,1', '--interleave=1,0'], 'interleave on 0,1'],
])('numactl %j sets the policy %s', (numactl, words) => {
  expect(describePolicy(plannedPolicy(numactl))).toBe(words);
});
