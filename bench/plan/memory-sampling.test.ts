import { expect, test } from 'vitest';
import { plan as planSchema } from '../../results/schema/plan.ts';
import { planOf } from '../../test/fixtures/plans.ts';
import { oneNode, twoNodes } from '../../test/fixtures/topologies.ts';
import { hasGate } from '../run/program-arguments.ts';
import { estimatePlan } from './estimate-plan.ts';
import { renderPlan } from './render-plan.ts';

const options = { memoryOverTime: '20', workloads: 'churn', targets: 'glibc', quick: true };
const rateByMode = (made: ReturnType<typeof planOf>, machine: string) =>
  new Set(
    made.plan.sections
      .filter((section) => section.machine === machine)
      .flatMap(({ arms }) => arms)
      .filter((arm) => arm.workload !== 'calibrate')
      .map((arm) => `${arm.mode} ${arm.memorySampleHz ?? 'unsampled'}`),
  );

test('trials that count are sampled, trials that time never', () => {
  const onTwo = planOf({ ...options, quick: false }, twoNodes);
  expect(planSchema.safeParse(onTwo.plan).error).toBeUndefined();
  expect(rateByMode(onTwo, 'host')).toEqual(
    new Set(['count 20', 'throughput unsampled', 'latency unsampled']),
  );
  const onOne = planOf(options, oneNode);
  expect(rateByMode(onOne, 'virtual')).toEqual(new Set(['count 20']));
});

test('on one node counting trials are added, which work as long as those that are timed', () => {
  const [, host] = planOf(options, oneNode).plan.sections;
  expect(rateByMode(planOf(options, oneNode), 'host')).toEqual(new Set(['count 20', 'throughput unsampled']));
  const amounts = host?.arms.slice(1).map((arm) => [arm.samples, arm.operationsPerThread].join());
  expect(new Set(amounts).size).toBe(1);
});

test('nothing is sampled, and nothing added, where nobody asked', () => {
  const { memoryOverTime: _rate, ...others } = options;
  const made = planOf(others, oneNode);
  expect(JSON.stringify(made.plan)).not.toContain('memorySampleHz');
  expect(rateByMode(made, 'host')).toEqual(new Set(['throughput unsampled']));
});

test('without the addon the host goes without and it is said, the guest does not, and a run on the host alone is refused', () => {
  const made = planOf(options, oneNode, { hostSamplesMemory: false });
  expect(rateByMode(made, 'host')).toEqual(new Set(['throughput unsampled']));
  expect(rateByMode(made, 'virtual')).toEqual(new Set(['count 20']));
  const said = made.notices.filter((notice) => notice.includes('memory over time'));
  expect(said).toEqual([
    'memory over time is left out on the host: the addon is not built; npm run setup -- tests builds it (needs cargo)',
  ]);
  expect(() => planOf(options, twoNodes, { hostSamplesMemory: false })).toThrow(
    '--memory-over-time 20 is not available: the addon is not built',
  );
  expect(planOf(options, oneNode).notices.join('\n')).not.toContain('memory over time');
  const guestOnly = planOf({ ...options, machine: 'virtual' }, oneNode, { hostSamplesMemory: false });
  expect(guestOnly.notices.join('\n')).not.toContain('memory over time');
});

test('a sampled process waits at a gate, and the plan for people shows the rate', () => {
  const { plan, notices } = planOf(options, oneNode);
  const arms = plan.sections.flatMap((section) => section.arms);
  expect(arms.filter(hasGate)).toEqual(arms.filter((arm) => arm.memorySampleHz !== undefined));
  const text = renderPlan(plan, { notices, estimate: estimatePlan(plan) });
  expect(text.match(/memory over time at 20\/s in mode count\)/g)).toHaveLength(2);
});
