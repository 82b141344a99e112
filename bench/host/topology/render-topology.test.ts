import { expect, test } from 'vitest';
import type { Topology } from '../../../results/schema/topology.ts';
import { renderTopology } from './render-topology.ts';

test('shows CPUs, cores, caches and memory of each node, and the distances as a table', () => {
  const topology: Topology = {
    nodes: [
      {
        node: 0,
        cpus: [
          { cpu: 0, core: 0, lastLevelCache: 0 },
          { cpu: 2, core: 2, lastLevelCache: 2 },
          { cpu: 4, core: 0, lastLevelCache: 0 },
        ],
        memoryBytes: 2 ** 30,
      },
      { node: 12, cpus: [], memoryBytes: 2 ** 32 },
    ],
    distances: [
      [10, 120],
      [120, 10],
    ],
  };
  expect(renderTopology(topology).split('\n')).toEqual([
    'node 0',
    '  CPUs    0, 2, 4',
    '  cores   2, 3 hardware threads',
    '  caches  last level shared by CPUs 0, 4 | 2',
    '  memory  1024 MiB',
    '',
    'node 12',
    '  CPUs    none: memory only',
    '  memory  4096 MiB',
    '',
    'distances',
    '        0  12',
    '    0  10 120',
    '   12 120  10',
    '',
  ]);
});

test('shows what may not be used, which CPUs several nodes list, and which distances are not reported', () => {
  const cpuOf = (cpu: number) => ({ cpu, core: cpu, lastLevelCache: null });
  const topology: Topology = {
    nodes: [
      { node: 0, cpus: [cpuOf(0), cpuOf(1)], memoryBytes: 0 },
      { node: 1, cpus: [], memoryBytes: 2 ** 30 },
      { node: 2, cpus: [cpuOf(1)], memoryBytes: 0 },
    ],
    distances: [
      [10, 20, 20],
      [null, null, null],
      [20, 20, 10],
    ],
    withheld: [
      { node: 0, cpus: [2, 3], memory: true },
      { node: 1, cpus: [4], memory: false },
      { node: 3, cpus: [5], memory: true },
    ],
  };
  expect(renderTopology(topology).split('\n')).toEqual([
    'node 0',
    '  CPUs    0-1; 2-3 outside the affinity of this process',
    '  cores   2, one hardware thread each',
    '  caches  last level not reported',
    '  memory  outside the cpuset of this process',
    '',
    'node 1',
    '  CPUs    4 outside the affinity of this process',
    '  memory  1024 MiB',
    '',
    'node 2',
    '  CPUs    1',
    '  cores   1, one hardware thread each',
    '  caches  last level not reported',
    '  memory  none',
    '',
    'the CPUs of node 3 are outside the affinity of this process',
    'the memory of node 3 is outside the cpuset of this process',
    'several nodes list the CPUs 1: on which node a thread runs is not known, and no times between them',
    'are taken',
    '',
    'distances',
    '      0  1  2',
    '   0 10 20 20',
    '   1  ?  ?  ?',
    '   2 20 20 10',
    '',
  ]);
  expect(renderTopology({ ...topology, distances: [[null]] })).toContain('distances  not reported\n');
});

test('keeps 100 columns on a machine with hundreds of interleaved CPUs', () => {
  const cpus = Array.from({ length: 128 }, (_, i) => ({
    cpu: 2 * i,
    core: 2 * i,
    lastLevelCache: 16 * (i >> 3),
  }));
  const topology = { nodes: [{ node: 0, cpus, memoryBytes: 2 ** 40 }], distances: [[10]] };
  const lines = renderTopology(topology).split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  expect(lines.join(' ')).toContain('254');
});
