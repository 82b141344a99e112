import { describe, expect, test } from 'vitest';
import { mostlyRemote } from '../../../test/fixtures/hypotheses.ts';
import { planOf } from '../../../test/fixtures/plans.ts';
import { requestOf, type Typed } from '../../../test/fixtures/request.ts';
import { makeTopology, oneNode, twoNodes } from '../../../test/fixtures/topologies.ts';
import { makeHypothesisPlan } from '../../commands/prepare/choose-hypotheses.ts';
import { UserError } from '../../user-error.ts';
import type { Outcome } from './lack.ts';
import { lackingEverything } from './targets-and-levels.ts';

/** Two nodes with CPUs and one with memory only, as of a graphics card. */
const withMemoryNode = makeTopology({ 0: [0, 1, 2, 3], 8: [4, 5, 6, 7], 255: [] });
const threeNodes = makeTopology({ 0: [0, 1], 1: [2, 3], 2: [4, 5] });

function refusalOf(options: Typed, topology = twoNodes, context = {}): string {
  try {
    planOf(options, topology, context);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return 'planned';
}

describe('what was asked for by name and is in no arm is refused with the reason', () => {
  test.each<[Typed, typeof oneNode, string]>([
    [
      { nodes: '0,255', workloads: 'threads', placements: 'spread' },
      withMemoryNode,
      '--placements spread is not available: it needs two nodes with CPUs',
    ],
    [
      { nodes: '0,1', placements: 'local' },
      twoNodes,
      '--nodes 1 is not available: the arms that can be planned (local) have no thread and no memory there, only on node 0',
    ],
    [
      { nodes: '0,1,2', placements: 'local,remote', threads: '2' },
      threeNodes,
      '--nodes 2 is not available: the arms that can be planned (local, remote) have no thread and no memory there, only on nodes 0,1',
    ],
    [
      { workloads: 'churn,remote-free', placements: 'split' },
      twoNodes,
      '--workloads remote-free is not available: it knows the placements local, remote, spread, interleave and the modes',
    ],
    [{ threads: '2,64' }, twoNodes, '--threads 64 is not available: 64 threads do not fit on the 8 CPUs'],
    [
      { nodes: '0', machine: 'host', pairs: 'all' },
      twoNodes,
      '--pairs all is not available: this run is on node 0 alone',
    ],
  ])('%j', (options, topology, message) => {
    expect(refusalOf(options, topology)).toContain(message);
  });

  test('a hypothesis, also beside one that is available', () => {
    const twin = {
      ...mostlyRemote,
      id: 'T3',
      experiment: mostlyRemote.experiment.map((row) => ({ ...row, nodeCounts: [8] })),
    };
    const hypothesisPlan = (names: string) => ({
      hypothesisPlan: makeHypothesisPlan(
        [mostlyRemote, twin].filter(({ id }) => names.includes(id)),
        false,
      ),
    });
    expect(refusalOf({ hypotheses: 'T1', nodes: '0,255' }, withMemoryNode, hypothesisPlan('T1'))).toBe(
      '--hypotheses T1 is not available: churn spread with 1 thread: it needs two nodes with CPUs',
    );
    expect(refusalOf({ hypotheses: 'T1,T3', nodes: '0,8' }, withMemoryNode, hypothesisPlan('T1,T3'))).toBe(
      '--hypotheses T3 is not available: it asks about 8 nodes',
    );
    expect(refusalOf({ hypotheses: 'all', nodes: '0,8' }, withMemoryNode, hypothesisPlan('T1,T3'))).toBe(
      'planned',
    );
  });
});

describe('a default that cannot be planned', () => {
  test('is left out and said, as long as something is left', () => {
    const { plan, notices } = planOf({ nodes: '0,255' }, withMemoryNode);
    expect(new Set(plan.sections[0]?.arms.slice(1).map((arm) => arm.placement))).toEqual(
      new Set(['local', 'remote', 'interleave']),
    );
    expect(notices).toContain('node 255 has no CPUs: threads run on node 0 only');
  });

  test('is refused where nothing is left but the calibration, which was not asked for', () => {
    const reason = 'it needs two nodes with CPUs';
    const omissions = [{ workload: 'churn', placement: 'spread', threads: 4, reason }] as const;
    const empty = { arms: [], omissions };
    const lack = (typed: Typed) =>
      lackingEverything({ request: requestOf(typed), parts: [empty] } as unknown as Outcome)[0];
    expect(lack({ quick: true })).toMatchObject({
      what: 'the quick plan',
      reason: `churn spread with 4 threads: ${reason}`,
    });
    expect(lack({ workloads: 'calibrate' })).toBeUndefined();
    expect(refusalOf({ nodes: '0,255', workloads: 'calibrate' }, withMemoryNode)).toBe('planned');
  });
});

test.each(['local', 'remote', 'interleave', 'split'])(
  '--numa-balancing 1 is refused with --placements %s, whose memory the kernel does not balance',
  (placement) => {
    const options = { machine: 'virtual', workloads: 'churn', numaBalancing: '1' };
    expect(refusalOf({ ...options, placements: `spread,${placement}` })).toBe(
      `--numa-balancing 1 is not available: placement ${placement} sets a memory policy, and automatic NUMA balancing skips such memory`,
    );
    expect(refusalOf({ ...options, placements: 'spread' })).toBe('planned');
  },
);

test('placements of a preset whose memory the kernel does not balance are left out and said', () => {
  const { plan, notices } = planOf({ machine: 'virtual', numaBalancing: '1' }, twoNodes);
  expect(new Set(plan.sections[0]?.arms.map(({ placement }) => placement))).toEqual(new Set(['spread']));
  expect(notices).toContainEqual(
    expect.stringMatching(/^left out: churn interleave .*automatic NUMA balancing skips the memory/),
  );
});

test.each([
  [{ thp: 'always' }, '--thp'],
  [{ numaBalancing: '1' }, '--numa-balancing'],
  [{ aslr: '0' }, '--aslr'],
  [{ freshGuest: 'run' }, '--fresh-guest'],
  [{ perturb: false }, '--no-perturb'],
])('%j, which is for a guest alone, is refused where the run is on the host', (options, flag) => {
  expect(refusalOf({ ...options, machine: 'host' })).toBe(
    `${flag} is for a virtual machine, and this run is on the host`,
  );
  expect(refusalOf({ ...options, machine: 'virtual' })).toBe('planned');
  expect(refusalOf(options, oneNode)).toBe('planned');
});
