import { describe, expect, test } from 'vitest';
import { hashRule } from '../../../analysis/judge/hypotheses/rule-hash.ts';
import { hypothesisTable } from '../../../analysis/judge/hypotheses/table.ts';
import { plan as planSchema } from '../../../results/schema/plan.ts';
import { description } from '../../../test/fixtures/description.ts';
import { lockIsDear, mostlyRemote } from '../../../test/fixtures/hypotheses.ts';
import { requestOf, type Typed, targetNames } from '../../../test/fixtures/request.ts';
import { makeTopology, oneNode, twoNodes } from '../../../test/fixtures/topologies.ts';
import { makeVirtualTopology } from '../../machine/guest/virtual-topology.ts';
import { chooseMachines } from '../../plan/choose-machines.ts';
import { makePlan } from '../../plan/make-plan.ts';
import { UserError } from '../../user-error.ts';
import { findHypotheses, makeHypothesisPlan } from './choose-hypotheses.ts';

const table = [mostlyRemote, lockIsDear];

function planOf(hypotheses: string, options: Typed = {}, hostTopology = oneNode, rules = table) {
  const request = requestOf({ hypotheses, ...options });
  const hypothesisPlan = makeHypothesisPlan(
    findHypotheses(request.hypotheses ?? [], rules),
    request.preset === 'quick',
  );
  const availableMemoryBytes = 2 ** 36;
  const context = { hostTopology, availableMemoryBytes, makeVirtualTopology, hypothesisPlan };
  const machines = chooseMachines(request, context);
  return makePlan(request, { description, targetNames, machines, hypothesisPlan });
}

const nodeCountsOf = ({ plan }: ReturnType<typeof planOf>, section: number, workload: string) =>
  (plan.sections[section]?.arms ?? [])
    .filter((arm) => arm.workload === workload && !arm.control)
    .map((arm) => new Set(arm.processes.flatMap((one) => one.threads.map(({ node }) => node))).size);

describe('a question about nodes on a host with one', () => {
  const made = planOf('T1');
  const [section] = made.plan.sections;

  test('is planned in a guest alone, with as many nodes as it asks for', () => {
    expect(made.plan.sections).toHaveLength(1);
    expect(section).toMatchObject({ machine: 'virtual', nodes: [0, 1, 2, 3, 4, 5, 6, 7], blocks: 5 });
    expect(made.notices[0]).toBe(
      'this host has one NUMA node: a virtual machine gives the counts for nodes 0,1,2,3,4,5,6,7',
    );
  });

  test('has an arm for each level on the first 2, 4 and 8 nodes, with one thread on each', () => {
    expect(nodeCountsOf(made, 0, 'churn')).toEqual([2, 4, 8, 2, 4, 8]);
    const arms = section?.arms.filter((arm) => arm.workload === 'churn' && !arm.control) ?? [];
    expect(arms.map((arm) => arm.processes[0]?.threads.length)).toEqual([2, 4, 8, 2, 4, 8]);
    expect(arms.every(({ mode, target }) => mode === 'count' && target === 'musl')).toBe(true);
  });

  test('has the control of one arm only', () => {
    expect(section?.arms.filter((arm) => arm.control)).toHaveLength(1);
  });

  test('stands in the plan with the hash of its rule and its arms, the control not among them', () => {
    expect(planSchema.safeParse(made.plan).error).toBeUndefined();
    expect(made.plan).toMatchObject({ preset: 'hypotheses', baseline: 'musl' });
    const own = section?.arms.filter((arm) => arm.workload === 'churn' && !arm.control) ?? [];
    expect(made.plan.hypotheses).toEqual([
      { id: 'T1', ruleSha256: hashRule(mostlyRemote), arms: own.map((arm) => arm.id) },
    ]);
  });
});

test('on fewer nodes than it asks for it has the arms that fit, and a notice that names it', () => {
  const made = planOf('T1', { nodes: '0,1,2,3' });
  expect(nodeCountsOf(made, 0, 'churn')).toEqual([2, 4, 2, 4]);
  expect(made.notices).toContain(
    'left out of hypothesis T1: churn on 8 nodes (this part of the run has 4 nodes)',
  );
});

test('a host with nodes is counted on, not timed, and its nodes are as many as there are', () => {
  const made = planOf('T1', {}, makeTopology({ 0: [0], 1: [1], 2: [2] }));
  expect(made.plan.sections.map(({ machine, nodes }) => [machine, ...nodes])).toEqual([['host', 0, 1, 2]]);
  expect(nodeCountsOf(made, 0, 'churn')).toEqual([2, 2]);
  const measured = made.plan.sections[0]?.arms.filter((arm) => arm.workload === 'churn');
  expect(new Set(measured?.map((arm) => arm.mode))).toEqual(new Set(['count']));
});

describe('a question that times decide', () => {
  test('is planned on the host only, and refused in a guest where it is named', () => {
    const { plan } = planOf('T2');
    expect(plan.sections.map(({ machine, purpose }) => [machine, purpose])).toEqual([['host', 'one-node']]);
    expect(new Set(plan.sections[0]?.arms.map((arm) => arm.mode))).toEqual(new Set(['throughput']));
    const inGuest = (names: string) => planOf(names, { machine: 'virtual' });
    for (const names of ['T2', 'T1,T2']) {
      expect(() => inGuest(names)).toThrow(
        '--hypotheses T2 is not available: only times of a host decide it',
      );
    }
    expect(inGuest('all').plan.hypotheses?.map(({ arms }) => arms.length)).toEqual([6, 0]);
    expect(inGuest('all').notices).toContain('left out: hypothesis T2 (only times of a host decide it)');
  });

  test('has both placements where the host has nodes, for the targets it names', () => {
    const [section] = planOf('T2', {}, twoNodes).plan.sections;
    const arms = section?.arms.filter((arm) => arm.workload === 'mutex' && !arm.control) ?? [];
    expect(arms.map((arm) => `${arm.placement} ${arm.target}`)).toEqual([
      'local musl',
      'local glibc',
      'spread musl',
      'spread glibc',
    ]);
  });

  test('on two nodes runs on two where its row does not say, whatever the others ask for', () => {
    const [guest] = planOf('all', { machine: 'virtual' }).plan.sections;
    expect(guest?.nodes).toHaveLength(8);
    const eightNodes = makeTopology({ 0: [0, 1], 1: [2, 3], 2: [4, 5], 3: [6, 7], 4: [8, 9] });
    const host = planOf('all', {}, eightNodes);
    expect(new Set(nodeCountsOf(host, 0, 'mutex'))).toEqual(new Set([1, 2]));
    const named = planOf('all', { nodes: '0,1,2,3,4' }, eightNodes);
    expect(new Set(nodeCountsOf(named, 0, 'mutex'))).toEqual(new Set([5]));
  });

  test('and are about nodes take no arms and no section of a host with one node', () => {
    const aboutNodes = { ...lockIsDear, decidedOn: 'hardware-nodes' as const };
    const both = planOf('all', {}, oneNode, [mostlyRemote, aboutNodes]).plan;
    expect(both.sections.map(({ machine }) => machine)).toEqual(['virtual']);
    expect(both.hypotheses?.map(({ id, arms }) => [id, arms.length])).toEqual([
      ['T1', 6],
      ['T2', 0],
    ]);
    const onNodes = planOf('T2', {}, twoNodes, [aboutNodes]).plan;
    expect(onNodes.hypotheses?.[0]?.arms).toHaveLength(4);
    expect(new Set(onNodes.sections[0]?.arms.map((arm) => arm.mode))).toEqual(new Set(['throughput']));
  });

  test('of more threads than the host has CPUs take no section of it', () => {
    const experiment = lockIsDear.experiment.map((row) => ({ ...row, threads: 64, counters: true as const }));
    const { plan } = planOf('all', {}, oneNode, [mostlyRemote, { ...lockIsDear, experiment }]);
    expect(plan.sections.map(({ machine }) => machine)).toEqual(['virtual']);
    const [small] = experiment.map((row) => ({ ...row, threads: 2 }));
    if (small === undefined) throw new Error('no row');
    const counting = planOf('T2', {}, oneNode, [{ ...lockIsDear, experiment: [small] }]).plan.sections[0];
    expect(counting?.arms.filter((arm) => arm.workload === 'mutex' && arm.counters === true)).not.toEqual([]);
  });

  test('questions about nodes alone are refused on one node', () => {
    expect(() => planOf('T1', { machine: 'host', nodes: '0' })).toThrow(
      'one node of the host decides none of the hypotheses asked for',
    );
  });
});

test('hypotheses that need the same arm share it, and each names it', () => {
  const twin = { ...mostlyRemote, id: 'T3' };
  const { preset, hypotheses } = makeHypothesisPlan([mostlyRemote, twin], false);
  const request = requestOf({ hypotheses: 'T1' });
  const hypothesisPlan = { preset, hypotheses };
  const machines = chooseMachines(request, {
    hostTopology: oneNode,
    availableMemoryBytes: 2 ** 36,
    makeVirtualTopology,
    hypothesisPlan,
  });
  const { plan } = makePlan(request, { description, targetNames, machines, hypothesisPlan });
  const [one, two] = plan.hypotheses ?? [];
  expect(one?.arms).toEqual(two?.arms);
  expect(one?.arms).toHaveLength(6);
});

test('a level of a parameter that there is not is a bug of the hypothesis', () => {
  const [row] = mostlyRemote.experiment;
  if (row === undefined) throw new Error('no row');
  const wrong = { ...mostlyRemote, experiment: [{ ...row, levels: { size: ['8'] } }] };
  const hypothesisPlan = makeHypothesisPlan([wrong], false);
  const request = requestOf({ hypotheses: 'T1' });
  const machines = chooseMachines(request, {
    hostTopology: oneNode,
    availableMemoryBytes: 2 ** 36,
    makeVirtualTopology,
    hypothesisPlan,
  });
  expect(() => makePlan(request, { description, targetNames, machines, hypothesisPlan })).toThrow(
    'hypothesis T1 names churn.size',
  );
});

test('--quick takes two blocks', () => {
  expect(planOf('T1', { quick: true }).plan.sections[0]?.blocks).toBe(2);
});

describe('names', () => {
  test('are taken in the order of the table, `all` for every one', () => {
    expect(findHypotheses(['T2', 'T1'], table)).toEqual(table);
    expect(findHypotheses(['all'], table)).toEqual(table);
  });

  test('that there are not are refused with the nearest', () => {
    expect(() => findHypotheses(['T9x'], table)).toThrow(UserError);
    expect(() => findHypotheses(['T9x'], table)).toThrow("unknown hypothesis 'T9x'");
  });
});

describe('arms that switch NUMA balancing themselves', () => {
  const [row] = mostlyRemote.experiment;
  if (row === undefined) throw new Error('no row');
  const levels = { sizes: ['fixed:64'] };
  const experiment = (['1', '0'] as const).map((numaBalancing) => ({
    ...{ ...row, levels, nodeCounts: [2], numaBalancing },
  }));
  const rules = [{ ...mostlyRemote, experiment }];

  test('differ in nothing else, and keep to it whatever the run has', () => {
    for (const numaBalancing of ['0', '1']) {
      const { plan } = planOf('T1', { numaBalancing, machine: 'virtual' }, twoNodes, rules);
      expect(planSchema.safeParse(plan).error).toBeUndefined();
      const own = plan.sections[0]?.arms.filter(({ id }) => plan.hypotheses?.[0]?.arms.includes(id)) ?? [];
      expect(own.map((arm) => arm.numaBalancing)).toEqual(['1', '0']);
    }
  });

  test('are refused on a host, which is not ours to switch', () => {
    expect(() => planOf('T1', { machine: 'host' }, twoNodes, rules)).toThrow(
      /^--hypotheses T1 is not available: .*automatic NUMA balancing is switched in a guest only/,
    );
  });
});

test('the hash of a rule changes with each part of it and with nothing else', () => {
  const hash = hashRule(mostlyRemote);
  const { experiment, thresholds } = mostlyRemote;
  expect(hashRule({ ...mostlyRemote, rule: 'another' })).not.toBe(hash);
  expect(hashRule({ ...mostlyRemote, thresholds: { half: 0.4 } })).not.toBe(hash);
  expect(hashRule({ ...mostlyRemote, experiment: [...experiment, ...experiment] })).not.toBe(hash);
  const reordered = experiment.map((row) => Object.fromEntries(Object.entries(row).reverse()));
  expect(hashRule({ ...mostlyRemote, experiment: reordered as unknown as typeof experiment })).toBe(hash);
  expect(hashRule({ ...mostlyRemote, thresholds: { ...thresholds } })).toBe(hash);
});

test('every hypothesis of the table has an id of its own', () => {
  const ids = hypothesisTable.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});
