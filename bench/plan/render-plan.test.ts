import { expect, test } from 'vitest';
import { description } from '../../test/fixtures/description.ts';
import { planOf } from '../../test/fixtures/plans.ts';
import { requestOf, targetNames } from '../../test/fixtures/request.ts';
import { oneNode } from '../../test/fixtures/topologies.ts';
import { makeVirtualTopology } from '../machine/guest/virtual-topology.ts';
import { chooseMachines } from './choose-machines.ts';
import { estimatePlan } from './estimate-plan.ts';
import { makePlan } from './make-plan.ts';
import { renderPlan } from './render-plan.ts';

test('the plan for people shows machines, arms, control, counts and an estimate', () => {
  const request = requestOf({
    quick: true,
    workloads: 'churn',
    set: ['churn.sizes=fixed:64'],
    targets: 'musl',
  });
  const machines = chooseMachines(request, {
    hostTopology: oneNode,
    availableMemoryBytes: 2 ** 34,
    makeVirtualTopology,
  });
  const { plan, notices } = makePlan(request, {
    description,
    targetNames,
    machines,
  });
  const estimate = { seconds: 100, sections: [50, 50] };
  expect(renderPlan(plan, { notices, estimate })).toBe(`quick plan, seed 17, baseline musl, about 2 min
- this host has one NUMA node: a virtual machine gives the counts for nodes 0,1, the host the times on one node
- in the virtual machine nodes 0 and 1 are at distance 21

virtual (counts, 2x2, 512M per node, nodes 0,1, numa_balancing 0, THP never, ASLR 2, fresh guest per trial, perturbed): 3 arms, 3 blocks, 7 trials, about 50 s
  arm   mode   node:cpu  memory   what
  v000  count  0:0,1:2   default  calibrate spread musl
  v001  count  0:0,1:2   default  churn spread musl
  v002  count  0:0,1:2   default  churn spread lsum (A/A control: musl again)

host (times, one node: 0): 3 arms, 3 blocks, 7 trials, about 50 s
  arm   mode        node:cpu  memory   what
  h000  throughput  0:0       default  calibrate local musl
  h001  throughput  0:0,0:1   default  churn local musl
  h002  throughput  0:0,0:1   default  churn local lsum (A/A control: musl again)
`);
});

test('arms on the same CPUs differ by the memory policy that is shown', () => {
  const request = requestOf({ machine: 'virtual', workloads: 'churn', placements: 'local,remote,split' });
  const machines = chooseMachines(request, {
    hostTopology: oneNode,
    availableMemoryBytes: 2 ** 34,
    makeVirtualTopology,
  });
  const { plan } = makePlan(request, { description, targetNames, machines });
  const text = renderPlan(plan, { notices: [], estimate: { seconds: 1, sections: [1] } });
  expect(text).toMatch(/0:0,0:1 +membind=0 .* local /);
  expect(text).toMatch(/0:0,0:1 +membind=1 .* remote /);
  expect(text).toMatch(/0:0 \+ 1:2 +membind=0 \+ membind=1 .* split /);
});

test('the estimate is the sum of its sections', () => {
  const request = requestOf({ quick: true, workloads: 'churn' });
  const machines = chooseMachines(request, {
    hostTopology: oneNode,
    availableMemoryBytes: 2 ** 34,
    makeVirtualTopology,
  });
  const { plan } = makePlan(request, { description, targetNames, machines });
  const { seconds, sections } = estimatePlan(plan);
  expect(sections).toHaveLength(plan.sections.length);
  expect(Math.min(...sections)).toBeGreaterThan(0);
  expect(seconds).toBeCloseTo(sections.reduce((sum, one) => sum + one, 0));
});

test('what the run is to decide is said, with the looks of a run that may end early', () => {
  const asked = { machine: 'host', nodes: '0', workloads: 'churn', set: ['churn.sizes=fixed:64'] };
  const textOf = (options: object) => {
    const { plan, notices } = planOf({ ...asked, targets: 'musl,glibc', ...options }, oneNode);
    return renderPlan(plan, { notices, estimate: { seconds: 1, sections: [1] } });
  };
  expect(textOf({ blocks: '10' })).toContain(
    'verdicts: 1 comparison, 1 A/A control, margin 3 %, level 0.050 at the end\n',
  );
  expect(textOf({ precision: '2%' })).toContain(
    'level 0.017 at each look; looks after 15, 30, 60 blocks, and ends at one where all are known to 2 %\n',
  );
  expect(textOf({ blocks: '3' })).not.toContain('verdicts');
});
