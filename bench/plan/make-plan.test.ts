import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plan as planSchema, type Section } from '../../results/schema/plan.ts';
import type { Topology } from '../../results/schema/topology.ts';
import { planOf, sectionsOf } from '../../test/fixtures/plans.ts';
import { type Typed, targetNames } from '../../test/fixtures/request.ts';
import { makeTopology, oneNode, twoNodes } from '../../test/fixtures/topologies.ts';

/** Flags of runs that are possible on a host with one node, one with two, and one with three. */
const anyOptions = fc.record({
  quick: fc.boolean(),
  seed: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String),
  blocks: fc.constantFrom('1', '2', '5', '16'),
  nodes: fc.constantFrom('0,1', '1,0'),
  targets: fc.constantFrom('musl,glibc', 'glibc', 'glibc+jemalloc,musl,glibc'),
});
const threeNodes = makeTopology({ 0: [0, 1], 1: [2, 3, 4], 2: [5, 6] });
const anyTopology = fc.constantFrom(oneNode, twoNodes, threeNodes);

describe('every plan', () => {
  test('fits its schema', () => {
    fc.assert(
      fc.property(anyOptions, anyTopology, (options, topology) => {
        expect(planSchema.safeParse(planOf(options, topology).plan).error).toBeUndefined();
      }),
      { numRuns: 30 },
    );
  });

  test('has complete blocks: each runs every arm once, with one seed, after one calibration', () => {
    fc.assert(
      fc.property(anyOptions, anyTopology, (options, topology) => {
        for (const { arms, trials, blocks } of sectionsOf(options, topology)) {
          const [calibration, ...measured] = arms.map((arm) => arm.id);
          expect(trials.filter((trial) => trial.block === 0).map((trial) => trial.arm)).toEqual([
            calibration,
          ]);
          for (let block = 1; block <= blocks; block += 1) {
            const inBlock = trials.filter((trial) => trial.block === block);
            expect(inBlock.map((trial) => trial.arm).sort()).toEqual([...measured].sort());
            expect(new Set(inBlock.map((trial) => trial.seed)).size).toBe(1);
          }
          expect(trials).toHaveLength(1 + blocks * measured.length);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('numbers its trials through, and gives every arm a name of its own', () => {
    fc.assert(
      fc.property(anyOptions, anyTopology, (options, topology) => {
        const sections = sectionsOf(options, topology);
        const numbers = sections.flatMap(({ trials }) => trials.map((trial) => trial.trial));
        expect(numbers).toEqual(numbers.map((_, i) => i));
        const ids = sections.flatMap(({ arms }) => arms.map((arm) => arm.id));
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: 20 },
    );
  });

  test('has the A/A control wherever the baseline is: same arm, blind label of the same length', () => {
    fc.assert(
      fc.property(anyOptions, anyTopology, (options, topology) => {
        const { plan } = planOf(options, topology);
        for (const { arms } of plan.sections) {
          const [, ...measured] = arms;
          const strip = ({ id: _id, target: _target, control: _control, ...rest }: (typeof arms)[number]) =>
            rest;
          const baselines = measured.filter((arm) => arm.target === plan.baseline);
          const controls = measured.filter((arm) => arm.control);
          expect(controls.map(strip)).toEqual(baselines.map(strip));
          for (const { target } of controls) {
            expect(target).toHaveLength(plan.baseline.length);
            expect(targetNames).not.toContain(target);
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  test('is the same for the same seed, and in another order for another', () => {
    const orderOf = (seed: string) => sectionsOf({ seed })[0]?.trials.map((trial) => trial.arm);
    expect(planOf({ seed: '7' })).toEqual(planOf({ seed: '7' }));
    expect(orderOf('7')).not.toEqual(orderOf('8'));
  });
});

test('blocks differ in order and in seed; sections share the seed of a block', () => {
  const [virtual, host] = sectionsOf({ blocks: '4' });
  const orders = [1, 2, 3, 4].map((block) =>
    virtual?.trials
      .filter((trial) => trial.block === block)
      .map((trial) => trial.arm)
      .join(' '),
  );
  expect(new Set(orders).size).toBe(4);
  const seedsOf = (section: Section | undefined) =>
    [0, 1, 2, 3, 4].map((block) => section?.trials.find((trial) => trial.block === block)?.seed);
  expect(new Set(seedsOf(virtual)).size).toBe(5);
  expect(seedsOf(host)).toEqual(seedsOf(virtual));
});

test('a guest only counts, and the one-node times stay local and without memory policy', () => {
  const [virtual, host] = sectionsOf();
  expect(virtual?.machine).toBe('virtual');
  expect(new Set(virtual?.arms.map((arm) => arm.mode))).toEqual(new Set(['count']));
  expect(host).toMatchObject({ machine: 'host', purpose: 'one-node', nodes: [0] });
  expect(host?.arms.map((arm) => arm.mode)).not.toContain('count');
  for (const arm of host?.arms ?? []) {
    expect(arm.placement).toBe('local');
    for (const { numactl, boundNodes } of arm.processes) {
      expect(numactl).toEqual([expect.stringMatching(/^--physcpubind=[\d,]+$/)]);
      expect(boundNodes).toEqual([]);
    }
  }
});

test('a host with the nodes counts and times in trials of their own; latency is not for --quick', () => {
  const modes = (options: Typed) => new Set(sectionsOf(options, twoNodes)[0]?.arms.map((arm) => arm.mode));
  expect(modes({})).toEqual(new Set(['count', 'throughput', 'latency']));
  expect(modes({ quick: true })).toEqual(new Set(['count', 'throughput']));
});

test('calibration takes one CPU of every node', () => {
  const [section] = sectionsOf({ nodes: '0,2,1' }, threeNodes);
  expect(section?.arms[0]).toMatchObject({
    workload: 'calibrate',
    target: 'musl',
    placement: 'spread',
    control: false,
  });
  expect(section?.arms[0]?.processes[0]?.threads.map(({ node, cpu }) => `${node}:${cpu}`)).toEqual([
    '0:0',
    '2:5',
    '1:2',
  ]);
});

test('levels of parameters and of threads multiply, and all parameters are written out', () => {
  const [section] = sectionsOf(
    {
      workloads: 'churn',
      targets: 'glibc',
      placements: 'spread',
      threads: '2,4',
      set: ['churn.sizes=fixed:8,fixed:16', 'churn.touch=none,all'],
      quick: true,
    },
    twoNodes,
  );
  const arms = section?.arms.filter((arm) => arm.workload === 'churn' && arm.mode === 'count') ?? [];
  // Two sizes, two touches, two thread counts; glibc and its control.
  expect(arms).toHaveLength(16);
  expect(arms[0]?.parameters).toEqual({ slots: '1000', sizes: 'fixed:8', touch: 'none', turn: '16' });
});

test('a parameter that only counts is varied there and nowhere else', () => {
  const [section] = sectionsOf(
    { workloads: 'remote-free', targets: 'glibc', set: ['remote-free.survivors=0,500'] },
    twoNodes,
  );
  const levels = (mode: string) =>
    section?.arms
      .filter((arm) => arm.workload === 'remote-free' && arm.mode === mode && !arm.control)
      .map((arm) => arm.parameters.survivors);
  expect(levels('count')).toEqual(['0', '500']);
  expect(levels('throughput')).toEqual(['0']);
});

test('setting a parameter that has no effect in this run is refused, and said where it is the default anyway', () => {
  const onHost = (value: string) =>
    planOf({ nodes: '0', machine: 'host', set: [`remote-free.survivors=${value}`] });
  expect(() => onHost('500')).toThrow(
    '--set remote-free.survivors=500 is not available: it has an effect in mode count only, which this run has none of',
  );
  expect(onHost('0').notices).toContainEqual(
    'remote-free.survivors has an effect in mode count only, which this run has none of',
  );
  expect(planOf({ set: ['remote-free.survivors=500'] }).notices.join()).not.toContain('has an effect');
});

test('threads that take turns do not depend on the schedule, racing ones do', () => {
  const [section] = sectionsOf(
    { workloads: 'churn', placements: 'spread', set: ['churn.turn=0,16'] },
    twoNodes,
  );
  const dependent = new Set(
    section?.arms
      .filter((arm) => arm.workload === 'churn' && arm.mode === 'count')
      .map((arm) => `${arm.parameters.turn} ${arm.scheduleDependent}`),
  );
  expect(dependent).toEqual(new Set(['0 true', '16 false']));
});

test('a host gets as many blocks as the time of the preset allows, a guest its fixed few', () => {
  const blocksOf = (options: Typed, topology?: Topology) =>
    sectionsOf(options, topology).map((one) => one.blocks);
  expect(blocksOf({ workloads: 'mutex' }, twoNodes)).toEqual([30]);
  const [all] = blocksOf({}, twoNodes);
  expect(all).toBeGreaterThanOrEqual(6);
  expect(all).toBeLessThan(30);
  expect(blocksOf({ quick: true })).toEqual([3, 3]);
  expect(blocksOf({})[0]).toBe(6);
  expect(blocksOf({ blocks: '17' })).toEqual([17, 17]);
});

test('a lock is contended by two threads of every node, where nodes have two cores', () => {
  const threadsOf = (topology?: Topology) =>
    sectionsOf({ quick: true, workloads: 'mutex' }, topology).map(
      ({ arms }) => arms[1]?.processes.flatMap((process) => process.threads).length,
    );
  expect(threadsOf(twoNodes)).toEqual([4]);
  expect(threadsOf()).toEqual([4, 2]);
  expect(threadsOf(makeTopology({ 0: [0], 1: [1] }))).toEqual([2]);
});

test('no arm of a section is there twice', () => {
  const sections = sectionsOf({}, twoNodes);
  expect(sections.length).toBeGreaterThan(0);
  for (const { arms } of sections) {
    expect(arms.length).toBeGreaterThan(1);
    const contents = arms.map(({ id: _id, ...rest }) => JSON.stringify(rest));
    expect(new Set(contents).size).toBe(contents.length);
  }
});

test('a workload only gets the placements it allows', () => {
  const [section] = sectionsOf({ workloads: 'churn,remote-free', placements: 'split,spread' }, twoNodes);
  const seen = new Set(section?.arms.map((arm) => `${arm.workload} ${arm.placement}`));
  expect(seen).toEqual(new Set(['calibrate spread', 'churn split', 'churn spread', 'remote-free spread']));
});

test('setting a parameter of a workload outside the preset adds the workload', () => {
  const without = sectionsOf({ quick: true, workloads: 'churn' })[0];
  expect(without?.arms.map((arm) => arm.workload)).not.toContain('remote-free');
  const withLevel = sectionsOf({ quick: true, set: ['remote-free.survivors=500'] })[0];
  const levels = withLevel?.arms
    .filter((arm) => arm.workload === 'remote-free')
    .map((arm) => arm.parameters.survivors);
  expect(new Set(levels)).toEqual(new Set(['500']));
});
