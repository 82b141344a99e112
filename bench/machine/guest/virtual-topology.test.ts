import { expect, test } from 'vitest';
import { topology } from '../../../results/schema/topology.ts';
import { makeVirtualTopology } from './virtual-topology.ts';

const memoryPerNodeBytes = 256 * 1024 * 1024;

test('numbers CPUs node by node', () => {
  const made = makeVirtualTopology({ nodes: 3, cpusPerNode: 2, memoryPerNodeBytes });
  expect(made.nodes.map((node) => node.cpus.map((cpu) => cpu.cpu))).toEqual([
    [0, 1],
    [2, 3],
    [4, 5],
  ]);
});

test('has two sockets from two nodes on', () => {
  expect(makeVirtualTopology({ nodes: 1, cpusPerNode: 1, memoryPerNodeBytes }).distances).toEqual([[10]]);
  expect(makeVirtualTopology({ nodes: 2, cpusPerNode: 1, memoryPerNodeBytes }).distances).toEqual([
    [10, 21],
    [21, 10],
  ]);
  expect(makeVirtualTopology({ nodes: 4, cpusPerNode: 1, memoryPerNodeBytes }).distances).toEqual([
    [10, 12, 21, 21],
    [12, 10, 21, 21],
    [21, 21, 10, 12],
    [21, 21, 12, 10],
  ]);
});

test.each([1, 2, 3, 5, 8])('is a valid topology with symmetric distances (%i nodes)', (nodes) => {
  const made = topology.parse(makeVirtualTopology({ nodes, cpusPerNode: 8, memoryPerNodeBytes }));
  for (let i = 0; i < nodes; i += 1) {
    expect(made.distances[i]?.[i]).toBe(10);
    for (let j = 0; j < nodes; j += 1) expect(made.distances[i]?.[j]).toBe(made.distances[j]?.[i]);
  }
});
