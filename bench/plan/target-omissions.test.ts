import { describe, expect, test } from 'vitest';
import type { Section } from '../../results/schema/plan.ts';
import { planOf } from '../../test/fixtures/plans.ts';
import { makeTopology, oneNode, twoNodes } from '../../test/fixtures/topologies.ts';
import { UserError } from '../user-error.ts';

const demanding = 'glibc+jemalloc';
const context = { targetsNeedingAllCpus: [demanding] };
const fourNodes = makeTopology({ 0: [0], 1: [1], 2: [2], 3: [3] });

const placementsOf = (section: Section | undefined, target: string) =>
  new Set(section?.arms.filter((arm) => arm.target === target).map((arm) => arm.placement));

describe('a target that needs all CPUs', () => {
  const churn = { workloads: 'churn', targets: `musl,${demanding}` };

  test('keeps the placements on all nodes and loses the others, with a notice for each', () => {
    const placements = 'local,remote,spread,interleave,split';
    const { plan, notices } = planOf({ ...churn, placements }, twoNodes, context);
    expect(placementsOf(plan.sections[0], demanding)).toEqual(new Set(['spread', 'interleave']));
    expect(placementsOf(plan.sections[0], 'musl').size).toBe(5);
    const left = notices.filter((notice) => notice.startsWith('left out'));
    expect(left).toEqual(
      ['4', '2'].flatMap((threads) =>
        ['local', 'remote', 'split'].map(
          (placement) =>
            `left out: churn ${placement} with ${threads} threads of ${demanding} (the target needs all CPUs of the machine and gets 4 of 8)`,
        ),
      ),
    );
  });

  test('is left out of the times of a node of which threads take some CPUs only', () => {
    const host = makeTopology({ 0: [0, 1, 2, 3] });
    const { plan, notices } = planOf({ ...churn, threads: '2' }, host, context);
    expect(placementsOf(plan.sections[0], demanding)).toContain('spread');
    expect(placementsOf(plan.sections[1], demanding)).toEqual(new Set());
    expect(placementsOf(plan.sections[1], 'musl')).toEqual(new Set(['local']));
    expect(notices.join('\n')).toContain('churn local with 2 threads of glibc+jemalloc');
  });

  test('has its times on one node where the threads take all CPUs', () => {
    const { plan } = planOf({ ...churn, threads: '2' }, oneNode, context);
    expect(placementsOf(plan.sections[1], demanding)).toEqual(new Set(['local']));
  });

  test('is an error where it was asked for and nothing leaves it all CPUs', () => {
    const asked = () => planOf({ ...churn, nodes: '0,1', machine: 'host' }, fourNodes, context);
    expect(asked).toThrow(UserError);
    expect(asked).toThrow(
      `--targets ${demanding} is not available: the target needs all CPUs of the machine and gets 2 of 4`,
    );
    const byPreset = planOf({ workloads: 'churn', nodes: '0,1', machine: 'host' }, fourNodes, context);
    expect(placementsOf(byPreset.plan.sections[0], demanding)).toEqual(new Set());
    expect(byPreset.notices.join('\n')).toContain(`of ${demanding} (`);
  });

  test('as baseline has its control beside it, and calibrates with all CPUs', () => {
    const options = { ...churn, targets: `${demanding},musl`, placements: 'local,spread', threads: '2' };
    const { plan } = planOf(options, oneNode, context);
    const [guest, host] = plan.sections;
    const controls = guest?.arms.filter((arm) => arm.control) ?? [];
    expect(new Set(controls.map((arm) => arm.placement))).toEqual(new Set(['spread']));
    expect(guest?.arms[0]?.processes[0]?.numactl).toEqual(['--physcpubind=0,1,2,3']);
    expect(host?.arms[0]?.processes[0]?.numactl).toEqual(['--physcpubind=0,1']);
    expect(planOf(options, oneNode).plan.sections[1]?.arms[0]?.processes[0]?.numactl).toEqual([
      '--physcpubind=0',
    ]);
  });
});

test('a target that could not be built is in no arm, and rows that name it do without', () => {
  const unavailableTargets = ['glibc'];
  const { plan } = planOf({}, twoNodes, { unavailableTargets });
  const [section] = plan.sections;
  const targetsOf = (workload: string) =>
    new Set(
      section?.arms.filter((arm) => arm.workload === workload && !arm.control).map((arm) => arm.target),
    );
  expect(targetsOf('churn')).toEqual(new Set(['musl', 'musl-dynamic', 'musl+jemalloc', 'glibc+jemalloc']));
  expect(targetsOf('mutex')).toEqual(new Set(['musl']));
  expect(plan.baseline).toBe('musl');
});
