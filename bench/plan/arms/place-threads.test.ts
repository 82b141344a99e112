import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Placed, type PlaceRequest, placeThreads } from './place-threads.ts';

const request: PlaceRequest = {
  placement: 'spread',
  nodes: [0, 1],
  threads: 4,
  roles: ['worker'],
  minThreads: 1,
  cpus: new Map([
    [0, [0, 2, 4, 6]],
    [1, [1, 3, 5, 7]],
  ]),
  bindMemory: true,
  balancing: false,
};

const spots = (placed: Placed) =>
  placed.state === 'placed'
    ? placed.processes.map((process) => process.threads.map(({ node, cpu }) => `${node}:${cpu}`).join(' '))
    : placed.reason;
const policies = (placed: Placed) =>
  placed.state === 'placed' ? placed.processes.map((process) => process.numactl.join(' ')) : placed.reason;
const bound = (placed: Placed) =>
  placed.state === 'placed' ? placed.processes.map((process) => process.boundNodes) : placed.reason;

test.each([
  ['local', ['0:0 0:2 0:4 0:6'], ['--cpunodebind=0 --membind=0'], [[0]]],
  ['remote', ['0:0 0:2 0:4 0:6'], ['--cpunodebind=0 --membind=1'], [[1]]],
  ['spread', ['0:0 1:1 0:2 1:3'], ['--cpunodebind=0,1'], [[]]],
  ['interleave', ['0:0 1:1 0:2 1:3'], ['--cpunodebind=0,1 --interleave=0,1'], [[0, 1]]],
  [
    'split',
    ['0:0 0:2', '1:1 1:3'],
    ['--cpunodebind=0 --membind=0', '--cpunodebind=1 --membind=1'],
    [[0], [1]],
  ],
] as const)(
  '%s puts threads and memory where the table of placements says',
  (placement, threads, numactl, nodes) => {
    const placed = placeThreads({ ...request, placement });
    expect(spots(placed)).toEqual(threads);
    expect(policies(placed)).toEqual(numactl);
    expect(bound(placed)).toEqual(nodes);
  },
);

test('the first node given is the local one', () => {
  const placed = placeThreads({ ...request, nodes: [1, 0], placement: 'remote', threads: 1 });
  expect(spots(placed)).toEqual(['1:1']);
  expect(policies(placed)).toEqual(['--cpunodebind=1 --membind=0']);
});

test('roles alternate, so that spread puts producers and consumers on different nodes', () => {
  const placed = placeThreads({ ...request, roles: ['producer', 'consumer'] });
  const threads = placed.state === 'placed' ? placed.processes.flatMap((process) => process.threads) : [];
  expect(threads.map(({ role, node }) => `${role}@${node}`)).toEqual([
    'producer@0',
    'consumer@1',
    'producer@0',
    'consumer@1',
  ]);
});

test('one node needs no memory policy: its CPUs are bound and nothing else', () => {
  const placed = placeThreads({ ...request, placement: 'local', nodes: [0], threads: 2, bindMemory: false });
  expect(policies(placed)).toEqual(['--physcpubind=0,2']);
  expect(bound(placed)).toEqual([[]]);
});

test('automatic NUMA balancing has an effect where there is no policy', () => {
  expect(policies(placeThreads({ ...request, balancing: true }))).toEqual(['--cpunodebind=0,1']);
});

test('a memory-only node holds memory and no threads', () => {
  const nodes = [0, 2];
  expect(policies(placeThreads({ ...request, nodes, placement: 'remote' }))).toEqual([
    '--cpunodebind=0 --membind=2',
  ]);
  const interleaved = placeThreads({ ...request, nodes, placement: 'interleave' });
  expect(policies(interleaved)).toEqual(['--cpunodebind=0 --interleave=0,2']);
  expect(placeThreads({ ...request, nodes, placement: 'spread' }).state).toBe('impossible');
});

test.each([
  [{ placement: 'local', threads: 5 }, '5 threads do not fit on the 4 CPUs of node 0'],
  [{ placement: 'spread', threads: 9 }, '9 threads do not fit on the 8 CPUs of nodes 0, 1'],
  [{ placement: 'spread', threads: 1 }, '1 thread does not reach nodes 0, 1'],
  [{ placement: 'split', threads: 3 }, '3 threads cannot be divided between 2 processes'],
  [{ placement: 'split', threads: 2, minThreads: 2 }, 'it needs 2 threads in a process'],
  [{ placement: 'remote', nodes: [0] }, 'it needs two nodes'],
  [{ nodes: [5] }, 'no CPUs on node 5'],
  [
    { placement: 'local', balancing: true },
    'automatic NUMA balancing skips the memory of a process under numactl --membind=0',
  ],
  [
    { placement: 'interleave', balancing: true },
    'automatic NUMA balancing skips the memory of a process under numactl --interleave=0,1',
  ],
  [
    { placement: 'split', balancing: true },
    'automatic NUMA balancing skips the memory of a process under numactl --membind=0',
  ],
] as const)('%j is impossible, with the reason', (change, reason) => {
  expect(placeThreads({ ...request, ...change })).toEqual({ state: 'impossible', reason });
});

test('whatever is placed, no two threads share a CPU and every CPU is on its node', () => {
  const nodeCpus = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 5 });
  const placement = fc.constantFrom('local', 'remote', 'spread', 'interleave', 'split');
  fc.assert(
    fc.property(nodeCpus, placement, fc.integer({ min: 1, max: 12 }), (counts, name, threads) => {
      const cpus = new Map(
        counts.map((count, node) => [node, Array.from({ length: count }, (_, i) => node + 8 * i)]),
      );
      const placed = placeThreads({ ...request, placement: name, nodes: [...cpus.keys()], threads, cpus });
      // Two in three draws are impossible; the test goes on until enough are not.
      fc.pre(placed.state === 'placed');
      const all = placed.processes.flatMap((process) => process.threads);
      expect(all).toHaveLength(threads);
      expect(new Set(all.map((thread) => thread.cpu)).size).toBe(threads);
      for (const { node, cpu } of all) expect(cpus.get(node)).toContain(cpu);
    }),
  );
});
