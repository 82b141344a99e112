import { expect, test } from 'vitest';
import { oddNodes, twoNodes } from '../../../test/fixtures/topologies.ts';
import { countAllowedCpus } from './allowed-cpus.ts';

test.each([
  [['--cpunodebind=0,1'], 8],
  [['--cpunodebind=1', '--membind=0'], 4],
  [['--physcpubind=0-7'], 8],
  [['--physcpubind=0,3,7'], 3],
  [['--cpunodebind=0', '--physcpubind=0-3'], 2],
  [['--interleave=0'], 8],
  [[], 8],
])('numactl %j leaves %i of 8 CPUs', (numactl, allowed) => {
  expect(countAllowedCpus(numactl, twoNodes)).toEqual({ allowed, all: 8 });
});

test('a node without CPUs hides none', () => {
  expect(countAllowedCpus(['--cpunodebind=0,8'], oddNodes)).toEqual({ allowed: 4, all: 4 });
});
