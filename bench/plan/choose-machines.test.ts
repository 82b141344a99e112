import { describe, expect, test } from 'vitest';
import type { Topology } from '../../results/schema/topology.ts';
import { requestOf } from '../../test/fixtures/request.ts';
import { makeTopology, oddNodes, oneNode, twoNodes } from '../../test/fixtures/topologies.ts';
import { makeVirtualTopology } from '../machine/guest/virtual-topology.ts';
import { UserError } from '../user-error.ts';
import { chooseMachines } from './choose-machines.ts';

const choose = (
  options: Parameters<typeof requestOf>[0],
  hostTopology: Topology,
  availableMemoryBytes = 2 ** 34,
) => chooseMachines(requestOf(options), { hostTopology, availableMemoryBytes, makeVirtualTopology });

const summary = (options: Parameters<typeof requestOf>[0], topology: Topology) =>
  choose(options, topology).places.map(
    (place) => `${place.machine} ${place.purpose} ${place.nodes.join(',')}`,
  );

describe('auto', () => {
  test('takes the host when it has the nodes', () => {
    expect(summary({ nodes: '0,1' }, twoNodes)).toEqual(['host nodes 0,1']);
    expect(summary({}, twoNodes)).toEqual(['host nodes 0,1']);
  });

  test('adds the times of one node to the counts of a guest on a host with one node', () => {
    expect(summary({ nodes: '0,1' }, oneNode)).toEqual(['virtual nodes 0,1', 'host one-node 0']);
    expect(choose({}, oneNode).notices[0]).toContain('this host has one NUMA node');
  });

  test('takes the host alone for one node that it has', () => {
    expect(summary({ nodes: '0' }, oneNode)).toEqual(['host one-node 0']);
  });

  test('takes the first nodes with CPUs, whatever their numbers', () => {
    expect(summary({}, oddNodes)).toEqual(['host nodes 0,8']);
  });

  test('lets a memory-only node of the host take part', () => {
    expect(summary({ nodes: '0,2' }, oddNodes)).toEqual(['host nodes 0,2']);
  });

  test('never goes virtual on a host with several nodes: an unknown node lists those there are', () => {
    expect(() => choose({ nodes: '0,3' }, oddNodes)).toThrow(
      expect.objectContaining({ message: 'this host has no node 3 (it has nodes 0, 2, 8)' }),
    );
  });
});

test('a guest is just large enough for nodes and threads', () => {
  const shapeOf = (options: Parameters<typeof requestOf>[0]) =>
    choose({ machine: 'virtual', ...options }, oneNode).places.map((place) =>
      place.machine === 'virtual' ? place.shape : undefined,
    )[0];
  expect(shapeOf({})).toEqual({ nodes: 2, cpusPerNode: 2, memoryPerNodeBytes: 512 * 2 ** 20 });
  expect(shapeOf({ nodes: '0,3' })).toMatchObject({ nodes: 4, cpusPerNode: 2 });
  expect(shapeOf({ nodes: '0,7' })).toMatchObject({ nodes: 8, memoryPerNodeBytes: 256 * 2 ** 20 });
  expect(shapeOf({ threads: '2,7' })).toMatchObject({ nodes: 2, cpusPerNode: 4 });
  expect(shapeOf({ virtualShape: '4x3' })).toMatchObject({ nodes: 4, cpusPerNode: 3 });
});

test('--pairs all without nodes means all of them', () => {
  const four = makeTopology({ 0: [0], 1: [1], 2: [2], 3: [3] });
  expect(summary({ pairs: 'all' }, four)).toEqual(['host nodes 0,1,2,3']);
  expect(summary({ pairs: 'all', machine: 'virtual', virtualShape: '3x2' }, four)).toEqual([
    'virtual nodes 0,1,2',
  ]);
});

test('the distance of the pair is said, and when another is farther', () => {
  const near = makeTopology({ 0: [0], 1: [1], 2: [2] });
  const distances = [
    [10, 12, 32],
    [12, 10, 21],
    [32, 21, 10],
  ];
  expect(choose({ nodes: '0,2' }, twoNodesWith(near, distances)).notices).toEqual([
    'nodes 0 and 2 are at distance 32',
  ]);
  const [notice] = choose({ nodes: '0,1' }, twoNodesWith(near, distances)).notices;
  expect(notice).toContain('distance 12; nodes 0 and 2 are farther apart (32)');
  expect(choose({ nodes: '0,1,2' }, twoNodesWith(near, distances)).notices).toEqual([]);
});

describe('what cannot be is refused, with the remedy', () => {
  test.each([
    [{ nodes: '9' }, oneNode, 'no node 9', '0 to 7'],
    [{ nodes: '0,9', machine: 'virtual' }, twoNodes, 'no node 9', '0 to 7'],
    [{ nodes: '0,3', virtualShape: '2x2' }, oneNode, 'a 2x2 virtual machine has no node 3', '4x2'],
    [
      { nodes: '0,1', machine: 'host' },
      oneNode,
      'this host has no node 1 (it has only node 0)',
      '--machine virtual',
    ],
    [{ machine: 'host' }, oneNode, 'no two NUMA nodes', '--nodes 0'],
    [{ nodes: '2' }, oddNodes, 'node 2 has no CPUs', 'topology'],
    [{ virtualShape: '2x2' }, twoNodes, '--virtual-shape is for a virtual machine', '--machine virtual'],
    [{ machine: 'host', nodes: '0', memoryPerNode: '1G' }, oneNode, '--memory-per-node', '--machine virtual'],
    [{ memoryPerNode: '9G' }, oneNode, '2 virtual nodes', '--memory-per-node'],
    [{ memoryPerNode: '64M' }, oneNode, 'cannot have', '128M'],
  ])('%j', (options, topology, message, hint) => {
    const work = () => choose(options, topology);
    expect(work).toThrow(UserError);
    expect(work).toThrow(expect.objectContaining({ message: expect.stringContaining(message) }));
    expect(work).toThrow(expect.objectContaining({ hint: expect.stringContaining(hint) }));
  });
});

function twoNodesWith(topology: Topology, distances: number[][]): Topology {
  return { ...topology, distances };
}
