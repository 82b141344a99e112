import { describe, expect, test } from 'vitest';
import { judge, makeContext, oneNode } from '../../../../test/fixtures/sys/judge-machine.ts';
import { checkNodes } from './nodes.ts';

describe('nodes', () => {
  test('are real on a machine with two', async () => {
    expect(await judge(checkNodes, {})).toEqual({ nodes: 'pass', cpuset: 'pass' });
  });

  test('are doubted under a hypervisor', async () => {
    const files = { 'proc/cpuinfo': 'processor : 0\nflags\t\t: fpu hypervisor lm' };
    expect(await judge(checkNodes, { files })).toMatchObject({ nodes: 'warn' });
  });

  test('that are asked for and missing are a failure', async () => {
    expect(await judge(checkNodes, { context: { nodes: [0, 3] } })).toMatchObject({ nodes: 'fail' });
  });

  test('of a one-node machine are a warning, because a guest can stand in', async () => {
    expect(await judge(checkNodes, { nodes: oneNode })).toMatchObject({ nodes: 'warn' });
  });

  test('of which a cpuset takes some are a warning', async () => {
    expect(await judge(checkNodes, { allowedCpus: '0' })).toMatchObject({ cpuset: 'warn' });
  });

  test('that were asked for and may not be used are a failure', async () => {
    const context = { nodes: [0, 1] };
    expect(await judge(checkNodes, { context, allowedCpus: '0' })).toMatchObject({ cpuset: 'fail' });
    expect(await judge(checkNodes, { context, allowedNodes: '0' })).toMatchObject({ cpuset: 'fail' });
  });

  test('of which the cpuset bars the memory are a warning that names them', async () => {
    const [reality, cpuset] = await checkNodes(await makeContext({ allowedNodes: '0' }));
    const barred = 'the memory of node 1 is outside the cpuset of this process';
    expect(reality).toMatchObject({ verdict: 'warn', seen: expect.stringContaining(barred) });
    expect(cpuset).toMatchObject({ verdict: 'warn', seen: barred });
  });

  test('of memory only are no matter of taskset', async () => {
    const nodes = [
      { node: 0, cpus: '0-1', memoryKib: 1024, distances: [10, 31] },
      { node: 1, cpus: '', memoryKib: 1024, distances: [31, 10] },
    ];
    const [reality, cpuset] = await checkNodes(await makeContext({ nodes, context: { nodes: [0, 1] } }));
    expect(reality).toMatchObject({
      verdict: 'warn',
      seen: 'node 1 has no CPUs: threads run on the others, and have their memory on any of 0, 1',
    });
    const [unasked] = await checkNodes(await makeContext({ nodes }));
    expect(unasked).toMatchObject({
      verdict: 'warn',
      seen: expect.stringContaining('no two nodes to compare: node 1 has no CPUs; a guest gives'),
      remedy: expect.stringContaining('--nodes 0,1 for threads on node 0'),
    });
    expect(cpuset).toMatchObject({ verdict: 'pass', seen: 'all online CPUs (0-1) may be used' });
  });

  test('that list the same CPUs, or have no memory, are named', async () => {
    const shared = [
      { node: 0, cpus: '0-1', memoryKib: 1024, distances: [10, 10] },
      { node: 1, cpus: '0-1', memoryKib: 1024, distances: [10, 10] },
    ];
    const [doubtful] = await checkNodes(await makeContext({ nodes: shared }));
    expect(doubtful).toMatchObject({
      verdict: 'warn',
      seen: expect.stringContaining('nodes 0-1 have CPUs that another'),
    });
    const bare = [0, 1, 2].map((node) => ({
      ...{ node, cpus: `${node}`, memoryKib: node === 0 ? 0 : 1024 },
      distances: [10, 10, 10],
    }));
    const machine = { nodes: bare, cpus: [0, 1, 2] };
    const [passed] = await checkNodes(await makeContext(machine));
    expect(passed?.seen).toBe(
      'nodes with CPUs and memory: 1, 2; farthest pair at distance 10; node 0 has no memory',
    );
    expect(await judge(checkNodes, { ...machine, context: { nodes: [0, 1] } })).toMatchObject({
      nodes: 'fail',
    });
  });

  test('without distances are nodes all the same', async () => {
    const nodes = [0, 1].map((node) => ({ node, cpus: `${node}`, memoryKib: 1024, distances: [] }));
    const [reality] = await checkNodes(await makeContext({ nodes }));
    expect(reality).toMatchObject({
      verdict: 'pass',
      seen: expect.stringContaining('distances are not reported'),
    });
  });
});

describe('what is not reported is never a pass', () => {
  test('without /sys, or without the affinity, the cpuset is unknown', async () => {
    const bare = { sources: { ...(await makeContext({})).sources, sysRoot: '/nowhere' } };
    const topology = { nodes: [{ node: 0, cpus: [], memoryBytes: 1024 }], distances: [[10]] };
    expect(await judge(checkNodes, { context: { ...bare, topology } })).toMatchObject({ cpuset: 'unknown' });
    expect(await judge(checkNodes, { files: { 'proc/self/status': 'Name:\tnode' } })).toMatchObject({
      cpuset: 'unknown',
    });
  });

  test('CPUs that are on no node that is shown are a warning', async () => {
    const [, cpuset] = await checkNodes(await makeContext({ cpus: [0, 1, 2, 3] }));
    expect(cpuset).toMatchObject({
      verdict: 'warn',
      seen: 'no node that is shown has CPUs 2-3, which may be used',
    });
  });

  test('where CPUs do not report hypervisors, nodes are not known to be real', async () => {
    const files = { 'proc/cpuinfo': 'processor : 0\nFeatures : fp asimd' };
    expect(await judge(checkNodes, { files })).toMatchObject({ nodes: 'unknown' });
  });
});
