import { describe, expect, test } from 'vitest';
import type { Topology } from '../../results/schema/topology.ts';
import { planOf, sectionsOf } from '../../test/fixtures/plans.ts';
import type { Typed } from '../../test/fixtures/request.ts';
import { makeTopology, oneNode, twoNodes } from '../../test/fixtures/topologies.ts';

const threeNodes = makeTopology({ 0: [0, 1], 1: [2, 3, 4], 2: [5, 6] });

test('--pairs all runs every pair, both ways where the direction matters', () => {
  const [section] = sectionsOf(
    { pairs: 'all', workloads: 'churn,remote-free', placements: 'spread,remote', targets: 'glibc' },
    threeNodes,
  );
  const pairs = (workload: string, placement: string) => {
    const arms = section?.arms.filter((arm) => arm.workload === workload && arm.placement === placement);
    const nodes = arms?.map(({ processes }) =>
      processes.flatMap(({ threads, boundNodes }) => [
        ...threads.map((thread) => thread.node),
        ...boundNodes,
      ]),
    );
    return new Set(nodes?.map((list) => [...new Set(list)].join('>')));
  };
  expect(pairs('churn', 'spread')).toEqual(new Set(['0>1', '0>2', '1>2']));
  expect(pairs('remote-free', 'spread')).toEqual(new Set(['0>1', '0>2', '1>0', '1>2', '2>0', '2>1']));
  expect(pairs('churn', 'remote').size).toBe(6);
});

test('--cpus decides which CPUs are taken, and in which order', () => {
  const [section] = sectionsOf(
    { cpus: '7,4,5,6', workloads: 'churn', placements: 'spread', threads: '4' },
    twoNodes,
  );
  expect(section?.arms[1]?.processes[0]?.threads.map((thread) => thread.cpu)).toEqual([4, 7, 6, 5]);
});

test('two threads of a core are taken only when there are more threads than cores', () => {
  const smt: Topology = {
    ...oneNode,
    nodes: [
      {
        node: 0,
        memoryBytes: 1,
        cpus: [0, 1, 2, 3].map((cpu) => ({ cpu, core: cpu % 2, lastLevelCache: null })),
      },
    ],
  };
  const cpusOf = (options: Typed) =>
    sectionsOf(
      { nodes: '0', machine: 'host', workloads: 'churn', ...options },
      smt,
    )[0]?.arms[1]?.processes[0]?.threads.map((thread) => thread.cpu);
  expect(cpusOf({})).toEqual([0, 1]);
  expect(cpusOf({ threads: '4' })).toEqual([0, 1, 2, 3]);
});

describe('what the preset proposes and the machine cannot hold', () => {
  test('is left out and said', () => {
    const { plan, notices } = planOf({ nodes: '0,1,2,3', machine: 'virtual' });
    expect(plan.sections[0]?.arms.map((arm) => arm.placement)).not.toContain('local');
    expect(notices).toContainEqual(
      expect.stringContaining('left out: churn local with 4 threads (4 threads do not fit'),
    );
  });

  test.each([
    [{ placements: 'local', nodes: '0,1,2,3', machine: 'virtual' }, '--placements local', 'do not fit'],
    [{ threads: '64', virtualShape: '2x2' }, '--threads 64', 'do not fit on the 4 CPUs'],
    [{ placements: 'spread', nodes: '0', machine: 'host' }, '--placements spread', 'on one node'],
    [
      { set: [`churn.slots=${Array.from({ length: 1001 }, (_, i) => i + 1).join(',')}`] },
      'levels of churn',
      'more than 1000 combinations',
    ],
    [{ cpus: '99' }, '--cpus has 99', 'nodes 0,1'],
  ])('is an error where it was asked for: %j', (options, what, reason) => {
    expect(() => planOf(options)).toThrow(
      expect.objectContaining({ message: expect.stringContaining(what) }),
    );
    expect(() => planOf(options)).toThrow(
      expect.objectContaining({ message: expect.stringContaining(reason) }),
    );
  });
});
