import { describe, expect, test } from 'vitest';
import { topology } from '../../../results/schema/topology.ts';
import { makeMachineTree } from '../../../test/fixtures/sys/make-machine-tree.ts';
import { readTopology } from './read-topology.ts';

const gibKib = 1024 * 1024;

describe('readTopology', () => {
  test('reads nodes with interleaved CPU numbers, their cores and caches', async () => {
    const { sysRoot, procRoot } = await makeMachineTree({
      nodes: [
        { node: 0, cpus: '0,2,4,6', memoryKib: gibKib, distances: [10, 21] },
        { node: 1, cpus: '1,3,5,7', memoryKib: 2 * gibKib, distances: [21, 10] },
      ],
      cpus: [0, 1, 2, 3, 4, 5, 6, 7],
      cores: ['0,4', '2,6', '1,5', '3,7'],
      coreIds: { 0: 0, 4: 0, 1: 0, 5: 0, 2: 1, 6: 1, 3: 1, 7: 1 },
      caches: ['0,2,4,6', '1,3,5,7'],
    });
    const read = await readTopology(sysRoot, procRoot);
    expect(topology.parse(read)).toEqual(read);
    expect(read.distances).toEqual([
      [10, 21],
      [21, 10],
    ]);
    expect(read.nodes[1]).toEqual({
      node: 1,
      cpus: [
        { cpu: 1, core: 1, lastLevelCache: 1 },
        { cpu: 3, core: 3, lastLevelCache: 1 },
        { cpu: 5, core: 1, lastLevelCache: 1 },
        { cpu: 7, core: 3, lastLevelCache: 1 },
      ],
      memoryBytes: 2 * 1024 ** 3,
    });
  });

  test('keeps cores of two sockets apart although the kernel numbers them alike', async () => {
    const { sysRoot, procRoot } = await makeMachineTree({
      nodes: [
        { node: 0, cpus: '0-1', memoryKib: gibKib, distances: [10, 20] },
        { node: 1, cpus: '2-3', memoryKib: gibKib, distances: [20, 10] },
      ],
      cpus: [0, 1, 2, 3],
      coreIds: { 0: 0, 1: 1, 2: 0, 3: 1 },
    });
    const read = await readTopology(sysRoot, procRoot);
    expect(new Set(read.nodes.flatMap((node) => node.cpus.map((cpu) => cpu.core))).size).toBe(4);
  });

  test('reads nodes that are not numbered in a row and one that has memory only', async () => {
    const { sysRoot, procRoot } = await makeMachineTree({
      nodes: [
        { node: 0, cpus: '0', memoryKib: gibKib, distances: [10, 40, 28] },
        { node: 8, cpus: '1', memoryKib: gibKib, distances: [40, 10, 30] },
        { node: 250, cpus: '', memoryKib: 4 * gibKib, distances: [28, 30, 10] },
      ],
      cpus: [0, 1],
      allowedNodes: '0,8,250',
    });
    const read = await readTopology(sysRoot, procRoot);
    expect(read.nodes.map((node) => node.node)).toEqual([0, 8, 250]);
    expect(read.nodes[2]).toEqual({ node: 250, cpus: [], memoryBytes: 4 * 1024 ** 3 });
    expect(read.distances[1]).toEqual([40, 10, 30]);
  });

  test('leaves out CPUs that are offline', async () => {
    const { sysRoot, procRoot } = await makeMachineTree({
      nodes: [{ node: 0, cpus: '0-3', memoryKib: gibKib, distances: [10] }],
      cpus: [0, 1, 2, 3],
      online: [0, 1, 3],
    });
    const read = await readTopology(sysRoot, procRoot);
    expect(read.nodes[0]?.cpus.map((cpu) => cpu.cpu)).toEqual([0, 1, 3]);
  });

  test('keeps to the cpuset: a node that may not be used goes with its distances', async () => {
    const { sysRoot, procRoot } = await makeMachineTree({
      nodes: [
        { node: 0, cpus: '0-1', memoryKib: gibKib, distances: [10, 21, 31] },
        { node: 1, cpus: '2-3', memoryKib: gibKib, distances: [21, 10, 41] },
        { node: 2, cpus: '4-5', memoryKib: gibKib, distances: [31, 41, 10] },
      ],
      cpus: [0, 1, 2, 3, 4, 5],
      allowedCpus: '1,4-5',
      allowedNodes: '0',
    });
    const read = await readTopology(sysRoot, procRoot);
    expect(read.nodes.map((node) => [node.node, node.cpus.length, node.memoryBytes])).toEqual([
      [0, 1, 1024 ** 3],
      [2, 2, 0],
    ]);
    expect(read.distances).toEqual([
      [10, 31],
      [31, 10],
    ]);
  });

  test('is one node 0 on a kernel without NUMA', async () => {
    const { sysRoot, procRoot } = await makeMachineTree({ cpus: [0, 1, 10], caches: ['0,1,10'] });
    expect(await readTopology(sysRoot, procRoot)).toEqual({
      nodes: [
        {
          node: 0,
          cpus: [
            { cpu: 0, core: 0, lastLevelCache: 0 },
            { cpu: 1, core: 1, lastLevelCache: 0 },
            { cpu: 10, core: 10, lastLevelCache: 0 },
          ],
          memoryBytes: 1024 ** 3,
        },
      ],
      distances: [[10]],
    });
  });

  test('does not take the instruction cache of a small machine for its last level', async () => {
    const { sysRoot, procRoot } = await makeMachineTree({
      cpus: [0],
      files: {
        'sys/devices/system/cpu/cpu0/cache/index0/type': 'Instruction',
        'sys/devices/system/cpu/cpu0/cache/index0/level': '1',
        'sys/devices/system/cpu/cpu0/cache/index0/shared_cpu_list': '0',
      },
    });
    expect((await readTopology(sysRoot, procRoot)).nodes[0]?.cpus[0]?.lastLevelCache).toBeNull();
  });

  test.each([
    ['too many columns', [10, 20, 30]],
    ['too few', [10]],
    ['none', []],
    ['a nought', [10, 0]],
    ['no number', [10, Number.NaN]],
  ])('leaves a row of distances open that has %s, and keeps the others', async (_, row) => {
    const { sysRoot, procRoot } = await makeMachineTree({
      nodes: [
        { node: 0, cpus: '0', memoryKib: gibKib, distances: row },
        { node: 1, cpus: '1', memoryKib: gibKib, distances: [20, 10] },
      ],
      cpus: [0, 1],
    });
    const read = await readTopology(sysRoot, procRoot);
    expect(topology.parse(read)).toEqual(read);
    expect(read.nodes.map((node) => node.node)).toEqual([0, 1]);
    expect(read.distances).toEqual([
      [null, null],
      [20, 10],
    ]);
  });

  test('goes by the affinity, not by the list of online CPUs that a container is shown', async () => {
    const { sysRoot, procRoot } = await makeMachineTree({
      nodes: [
        { node: 0, cpus: '0-1', memoryKib: gibKib, distances: [10, 21] },
        { node: 1, cpus: '2-3', memoryKib: gibKib, distances: [21, 10] },
      ],
      cpus: [0, 1, 2, 3],
      allowedCpus: '2-3',
      files: { 'sys/devices/system/cpu/online': '0-1' },
    });
    const read = await readTopology(sysRoot, procRoot);
    expect(read.nodes.map((node) => node.cpus.map(({ cpu }) => cpu))).toEqual([[], [2, 3]]);
  });

  test('goes by the list of online CPUs where the affinity is not reported', async () => {
    const { sysRoot, procRoot } = await makeMachineTree({
      nodes: [{ node: 0, cpus: '0-3', memoryKib: gibKib, distances: [10] }],
      cpus: [0, 1],
      files: { 'proc/self/status': 'Name:\tnode' },
    });
    const read = await readTopology(sysRoot, procRoot);
    expect(read.nodes[0]?.cpus.map(({ cpu }) => cpu)).toEqual([0, 1]);
    expect(read.withheld).toBeUndefined();
  });

  test('tells what this process may not use, and how many CPUs no node lists', async () => {
    const { sysRoot, procRoot } = await makeMachineTree({
      nodes: [
        { node: 0, cpus: '0-1', memoryKib: gibKib, distances: [10, 21] },
        { node: 1, cpus: '2-3', memoryKib: gibKib, distances: [21, 10] },
        { node: 2, cpus: '', memoryKib: 0, distances: [21, 21, 10] },
      ],
      cpus: [0, 1, 2, 3],
      online: [0, 1, 2],
      allowedCpus: '1',
      allowedNodes: '0',
      files: { 'sys/devices/system/cpu/possible': '0-7' },
    });
    const read = await readTopology(sysRoot, procRoot);
    expect(topology.parse(read)).toEqual(read);
    expect(read.nodes.map((node) => node.node)).toEqual([0]);
    expect(read.withheld).toEqual([
      { node: 0, cpus: [0], memory: false },
      { node: 1, cpus: [2], memory: true },
    ]);
    expect(read.unlistedCpus).toBe(5);
  });

  test('is one node where a container hides what the kernel reports nodes', async () => {
    const { sysRoot, procRoot } = await makeMachineTree({
      cpus: [0, 1],
      files: { 'sys/devices/system/node/online': '0' },
    });
    const [node, ...more] = (await readTopology(sysRoot, procRoot)).nodes;
    expect(node?.cpus.map(({ cpu }) => cpu)).toEqual([0, 1]);
    expect(more).toEqual([]);
  });

  test('reads the machine that runs this test', async () => {
    const read = await readTopology();
    expect(topology.parse(read)).toEqual(read);
    expect(read.nodes.flatMap((node) => node.cpus).length).toBeGreaterThan(0);
  });
});
