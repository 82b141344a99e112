import { expect, test } from 'vitest';
import type { Topology } from '../../results/schema/topology.ts';
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
