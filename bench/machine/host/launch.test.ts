import { describe, expect, test } from 'vitest';
import type { Topology } from '../../../results/schema/topology.ts';
import { UserError } from '../../user-error.ts';
import { makeProcessEnvironment } from '../process-environment.ts';
import { checkNumactlArguments, makeLaunch } from './launch.ts';

/** Node 0 has CPUs 0 and 2, node 3 is memory only, node 4 has CPU 1 but no memory for us. */
const topology: Topology = {
  nodes: [
    {
      node: 0,
      cpus: [
        { cpu: 0, core: 0, lastLevelCache: 0 },
        { cpu: 2, core: 2, lastLevelCache: 0 },
      ],
      memoryBytes: 1024,
    },
    { node: 3, cpus: [], memoryBytes: 1024 },
    { node: 4, cpus: [{ cpu: 1, core: 1, lastLevelCache: 1 }], memoryBytes: 0 },
  ],
  distances: [
    [10, 20, 20],
    [20, 10, 20],
    [20, 20, 10],
  ],
};

describe('makeLaunch', () => {
  test('starts the program through setpriv and numactl, in this order', () => {
    const tools = { setpriv: '/usr/bin/setpriv', numactl: '/usr/bin/numactl' };
    const command = { target: 'musl', numactl: ['--cpunodebind=0', '--localalloc'], arguments: ['churn'] };
    const environment = { MALLOC_CONF: 'percpu_arena:percpu' };
    const target = { name: 'musl', path: '/cache/numa-bench-musl', environment };
    expect(makeLaunch(tools, command, target)).toEqual({
      environment: makeProcessEnvironment(target),
      file: '/usr/bin/setpriv',
      arguments: [
        '--pdeathsig',
        'KILL',
        '/usr/bin/numactl',
        '--cpunodebind=0',
        '--localalloc',
        '/cache/numa-bench-musl',
        'churn',
      ],
    });
  });
});

describe('checkNumactlArguments', () => {
  test.each([
    [['--cpunodebind=0', '--membind=3']],
    [['--cpunodebind=0,4', '--interleave=0,3']],
    [['--physcpubind=0,1-2', '--localalloc']],
    [['--preferred=3']],
  ])('lets %j through', (numactl) => {
    expect(() => checkNumactlArguments(numactl, topology)).not.toThrow();
  });

  test.each([
    ['--cpunodebind=1', 'no node 1 with CPUs (there are 0, 4)'],
    ['--cpunodebind=0,3', 'no node 3 with CPUs'],
    ['--membind=4', 'no node 4 with memory (there are 0, 3)'],
    ['--interleave=0-1', 'no node 1 with memory'],
    ['--physcpubind=7', 'no CPU 7 to use (there are 0, 2, 1)'],
  ])('refuses %s on one line', (argument, problem) => {
    expect(() => checkNumactlArguments([argument], topology)).toThrow(UserError);
    expect(() => checkNumactlArguments([argument], topology)).toThrow(problem);
  });

  test.each([[[]], [['--touch']], [['--membind']]])(
    'treats the plan %j as a bug, not as wrong use',
    (numactl) => {
      expect(() => checkNumactlArguments(numactl, topology)).toThrow(Error);
      expect(() => checkNumactlArguments(numactl, topology)).not.toThrow(UserError);
    },
  );
});
