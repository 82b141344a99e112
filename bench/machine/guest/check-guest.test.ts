import { expect, test } from 'vitest';
import type { GuestDescription } from './channel/protocol.ts';
import { findDifference } from './check-guest.ts';
import { makeVirtualTopology } from './virtual-topology.ts';

const wanted = makeVirtualTopology({ nodes: 2, cpusPerNode: 2, memoryPerNodeBytes: 1 << 28 });
const node = (number: number, cpus: string, distances: string) => ({
  node: number,
  cpus,
  distances,
  memoryKiB: 250_000,
});
const guest = (...nodes: GuestDescription['nodes']): GuestDescription => ({
  type: 'description',
  kernel: '6.1.0',
  nodes,
});

test('finds no difference in the guest that was asked for', () => {
  expect(findDifference(guest(node(0, '0-1', '10 21'), node(1, '2-3', '21 10')), wanted)).toBeUndefined();
});

test('reports a missing node, wrong CPUs and wrong distances', () => {
  expect(findDifference(guest(node(0, '0-3', '10')), wanted)).toBe('it has the nodes 0 instead of 0,1');
  expect(findDifference(guest(node(0, '0,2', '10 21'), node(1, '1,3', '21 10')), wanted)).toBe(
    'node 0 has the CPUs 0,2 instead of 0,1',
  );
  expect(findDifference(guest(node(0, '0-1', '10 21'), node(1, '2-3', '20 10')), wanted)).toBe(
    'node 1 has the distances 20 10 instead of 21 10',
  );
});
