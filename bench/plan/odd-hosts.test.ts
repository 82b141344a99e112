import { describe, expect, test } from 'vitest';
import type { Topology, TopologyNode } from '../../results/schema/topology.ts';
import { planOf, sectionsOf } from '../../test/fixtures/plans.ts';
import type { Typed } from '../../test/fixtures/request.ts';
import { makeTopology, oneNode, twoNodes } from '../../test/fixtures/topologies.ts';
import { UserError } from '../user-error.ts';

/** The topology with these nodes as they are told here. */
function changeNodes(topology: Topology, changes: Readonly<Record<number, Partial<TopologyNode>>>): Topology {
  return { ...topology, nodes: topology.nodes.map((node) => ({ ...node, ...changes[node.node] })) };
}

const fourNodes = makeTopology({ 0: [0, 1], 1: [2, 3], 2: [4, 5], 3: [6, 7] });
/** Memory is fitted to the two nodes in the middle only. */
const halfFitted = changeNodes(fourNodes, { 0: { memoryBytes: 0 }, 3: { memoryBytes: 0 } });
/** The cpuset leaves node 0's memory only. */
const memoryBarred: Topology = {
  ...changeNodes(twoNodes, { 1: { memoryBytes: 0 } }),
  withheld: [{ node: 1, cpus: [], memory: true }],
};
/** Node 1 is fast memory without CPUs. */
const memoryOnly = makeTopology({ 0: [0, 1, 2, 3], 1: [] });
/** Firmware that lists every CPU on both nodes. */
const sharedCpus = makeTopology({ 0: [0, 1], 1: [0, 1] });
/** The affinity leaves one CPU of node 1. */
const pinned: Topology = {
  ...makeTopology({ 0: [], 1: [5] }),
  withheld: [
    { node: 0, cpus: [0, 1], memory: false },
    { node: 1, cpus: [4], memory: false },
  ],
};

const placesOf = (options: Typed, topology: Topology) =>
  sectionsOf(options, topology).map(({ machine, nodes }) => `${machine} ${nodes.join(',')}`);

describe('nodes of a host whose memory may not be used', () => {
  test('are passed over, and it is said', () => {
    expect(placesOf({}, halfFitted)).toEqual(['host 1,2']);
    expect(planOf({}, halfFitted).notices).toContain('passed over: node 0 has no memory');
    expect(placesOf({ pairs: 'all' }, halfFitted)).toEqual(['host 1,2']);
  });

  test('are no nodes to compare: a guest stands in, and the reason is reported', () => {
    expect(placesOf({}, memoryBarred)).toEqual(['virtual 0,1', 'host 0']);
    expect(placesOf({ nodes: '0,1' }, memoryBarred)).toEqual(['virtual 0,1', 'host 0']);
    expect(planOf({}, memoryBarred).notices[0]).toContain(
      '(the memory of node 1 is outside the cpuset of this process)',
    );
  });

  test.each([
    [{ nodes: '0,1' }, halfFitted, 'node 0 has no memory', '1, 2'],
    [{ nodes: '3', machine: 'host' }, halfFitted, 'node 3 has no memory', '1, 2'],
    [
      { nodes: '0,1', machine: 'host' },
      memoryBarred,
      'memory of node 1 is outside the cpuset',
      'both CPUs and memory: 0',
    ],
    [{ machine: 'host' }, memoryBarred, 'no two NUMA nodes to compare (the memory of node 1', '--nodes 0'],
  ])('are refused where they are named: %j', (options, topology, message, hint) => {
    const work = () => planOf(options, topology);
    expect(work).toThrow(UserError);
    expect(work).toThrow(expect.objectContaining({ message: expect.stringContaining(message) }));
    expect(work).toThrow(expect.objectContaining({ hint: expect.stringContaining(hint) }));
  });

  test('are refused with the reason also when nothing of them may be used', () => {
    const hidden = { ...twoNodes, withheld: [{ node: 2, cpus: [8], memory: true }] };
    expect(() => planOf({ nodes: '0,2' }, hidden)).toThrow(
      'the CPUs of node 2 are outside the affinity of this process, and the memory of node 2 is outside the cpuset',
    );
  });
});

describe('a node that has memory only', () => {
  test('is used on the host where it is named: threads on the other, memory on either', () => {
    const { plan, notices } = planOf({ nodes: '0,1', quick: true }, memoryOnly);
    const [section, ...more] = plan.sections;
    expect(more).toEqual([]);
    expect(section).toMatchObject({ machine: 'host', purpose: 'nodes', nodes: [0, 1] });
    const arms = section?.arms.slice(1) ?? [];
    expect(new Set(arms.map((arm) => arm.workload))).toEqual(
      new Set(['churn', 'remote-free', 'threads', 'mutex']),
    );
    expect(
      new Set(arms.map(({ placement, processes }) => `${placement} ${processes[0]?.numactl.join(' ')}`)),
    ).toEqual(new Set(['local --cpunodebind=0 --membind=0', 'remote --cpunodebind=0 --membind=1']));
    expect(
      arms.flatMap(({ processes }) => processes.flatMap(({ threads }) => threads.map(({ node }) => node))),
    ).not.toContain(1);
    expect(notices).toContain('node 1 has no CPUs: threads run on node 0 only');
    expect(notices.join()).not.toContain('left out');
  });

  test('is named where no node was asked for, and a guest gives the counts', () => {
    expect(placesOf({}, memoryOnly)).toEqual(['virtual 0,1', 'host 0']);
    const { notices } = planOf({}, memoryOnly);
    expect(notices[0]).toContain('this host has no two NUMA nodes to compare (node 1 has no CPUs): ');
    expect(notices[1]).toContain('--nodes 0,1 for threads on node 0 with their memory on either');
  });

  test('may be one for this process alone', () => {
    expect(placesOf({ nodes: '0,1', quick: true, workloads: 'churn' }, pinned)).toEqual(['host 0,1']);
    expect(planOf({}, pinned).notices[0]).toContain(
      'the CPUs of node 0 are outside the affinity of this process',
    );
  });
});

describe('CPUs that several nodes list', () => {
  test('make a guest stand in, and the host gives times on one node', () => {
    expect(placesOf({ nodes: '0,1' }, sharedCpus)).toEqual(['virtual 0,1', 'host 0']);
    expect(planOf({}, sharedCpus).notices[0]).toContain('nodes 0-1 have CPUs that another node lists too');
  });

  test('are refused on the host', () => {
    const work = () => planOf({ nodes: '0,1', machine: 'host' }, sharedCpus);
    expect(work).toThrow('nodes 0-1 all list CPU 0: on which of them a thread runs is not known');
    expect(work).toThrow(UserError);
  });
});

test('a distance that is not reported is said, and nothing else changes', () => {
  const distances = [
    [null, null],
    [21, 10],
  ];
  const { plan, notices } = planOf({ seed: '1' }, { ...twoNodes, distances });
  expect(plan).toEqual(planOf({ seed: '1' }, twoNodes).plan);
  expect(notices[0]).toBe('how far nodes 0 and 1 are apart is not reported');
});

describe('a target that needs all CPUs', () => {
  const context = { targetsNeedingAllCpus: ['glibc+jemalloc'] };
  const options = { workloads: 'churn', machine: 'host', nodes: '0', threads: '2' };

  test.each([
    ['outside the affinity', { withheld: [{ node: 0, cpus: [2], memory: false }] }, '2 of 3'],
    ['that no node lists', { unlistedCpus: 6 }, '2 of 8'],
  ])('is left out where there are CPUs %s', (_, more, counts) => {
    expect(planOf(options, oneNode, context).notices.join()).not.toContain('left out');
    const { plan, notices } = planOf(options, { ...oneNode, ...more }, context);
    expect(plan.sections[0]?.arms.map((arm) => arm.target)).not.toContain('glibc+jemalloc');
    expect(notices).toContain(
      `left out: churn local with 2 threads of glibc+jemalloc (the target needs all CPUs of the machine and gets ${counts})`,
    );
    const baseline = { ...options, machine: 'auto', nodes: '0,1', targets: 'glibc+jemalloc,musl' };
    const [guest, host] = planOf(baseline, { ...oneNode, ...more }, context).plan.sections;
    expect(guest?.arms[0]?.target).toBe('glibc+jemalloc');
    expect(new Set(host?.arms.map((arm) => arm.target))).toEqual(new Set(['musl']));
    const asked = { ...options, targets: 'musl,glibc+jemalloc' };
    expect(() => planOf(asked, { ...oneNode, ...more }, context)).toThrow(
      `needs all CPUs of the machine and gets ${counts}`,
    );
  });
});
