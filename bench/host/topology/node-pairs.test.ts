import { describe, expect, test } from 'vitest';
import type { Topology } from '../../../results/schema/topology.ts';
import { fartherPair, nodesWithCpus, pairDistance, pairsByDistance } from './node-pairs.ts';

function node(number: number, cpus: number[]) {
  return {
    node: number,
    cpus: cpus.map((cpu) => ({ cpu, core: cpu, lastLevelCache: null })),
    memoryBytes: 1024,
  };
}

/** Nodes 0, 2 and 5 have CPUs; 7 is memory, and the farthest of all. */
const machine: Topology = {
  nodes: [node(0, [0]), node(2, [1]), node(5, [2]), node(7, [])],
  distances: [
    [10, 16, 32, 80],
    [18, 10, 32, 80],
    [32, 32, 10, 80],
    [80, 80, 80, 10],
  ],
};

describe('node pairs', () => {
  test('take the larger direction of an asymmetric table', () => {
    expect(pairDistance(machine, 0, 2)).toBe(18);
    expect(pairDistance(machine, 2, 0)).toBe(18);
  });

  test('have no distance when a node is missing', () => {
    expect(pairDistance(machine, 0, 1)).toBeUndefined();
  });

  test('join only nodes that have CPUs, nearest first', () => {
    expect(nodesWithCpus(machine)).toEqual([0, 2, 5]);
    expect(pairsByDistance(machine)).toEqual([
      { nodes: [0, 2], distance: 18 },
      { nodes: [0, 5], distance: 32 },
      { nodes: [2, 5], distance: 32 },
    ]);
  });

  test('name the first of the farthest pairs when the chosen one is nearer', () => {
    expect(fartherPair(machine, 0, 2)).toEqual({ nodes: [0, 5], distance: 32 });
  });

  test('name no farther pair when the chosen one is as far as any', () => {
    expect(fartherPair(machine, 2, 5)).toBeUndefined();
  });
});
