import { expect, test } from 'vitest';
import type { Arm } from '../../../results/schema/plan.ts';
import { judgeTimedArms, noise } from '../../../test/fixtures/runs/judge-timed-arms.ts';
import { threadCount } from '../../load/run.ts';
import { lockCost } from './m7-lock-cost.ts';

/** A thread alone takes 100 ns; several take so many times as much. */
const slowdowns = (one: number, across: number) => (arm: Arm, block: number) => {
  const factor = threadCount(arm) === 1 ? 1 : arm.placement === 'local' ? one : across;
  return { costNs: 100 * factor * noise(block + threadCount(arm)) };
};
const judge = (one: number, across: number) => judgeTimedArms(lockCost, { timing: slowdowns(one, across) });

test('it is supported where threads slow each other down on one node nearly as much as across', () => {
  const { verdict, evidence, because } = judge(3.6, 4);
  expect(verdict).toBe('supported');
  expect(because).toMatch(/^18 of 18 arms lie wholly/);
  const [first] = evidence;
  expect(first?.label).toMatch(/^one node \/ across/);
  expect(first?.measured).toMatchObject({ n: 8, intervalKind: 'confidence' });
  expect(first?.measured.point).toBeCloseTo(0.9, 1);
});

test('it is refuted where one node knows little of what threads across nodes cost each other', () => {
  expect(judge(1.1, 4).verdict).toBe('refuted');
});

test('it is unsettled between, and where an interval reaches out of the region', () => {
  expect(judge(2, 4).verdict).toBe('unsettled');
  // 0.7 lies inside the interval.
  expect(judge(2.8, 4).verdict).toBe('unsettled');
});

test('threads that cost each other nothing say nothing of the lock', () => {
  const { verdict, because, evidence } = judge(1, 1.1);
  expect(verdict).toBe('unsettled');
  expect(because).toContain('in none of 18 combinations');
  expect(evidence).toHaveLength(18);
});

test('only combinations that are slowed down decide', () => {
  const { verdict, because } = judgeTimedArms(lockCost, {
    timing: (arm, block) => slowdowns(1, arm.parameters.think === '10000' ? 1 : 4)(arm, block),
  });
  expect([verdict, because]).toEqual(['refuted', expect.stringContaining('0 of 12 arms')]);
});

test('it needs hardware where four threads do not fit on a node, and is not run where trials failed', () => {
  const small = judgeTimedArms(lockCost, { timing: slowdowns(4, 4), cpusPerNode: 2 });
  expect(small).toMatchObject({ verdict: 'needs-hardware', evidence: [] });
  expect(small.because).toContain('it takes a host with two nodes, one of them with four CPUs');
  expect(judgeTimedArms(lockCost, { timing: () => null }).verdict).toBe('not-run');
  const unserial = judgeTimedArms(lockCost, {
    timing: (arm, block) => (threadCount(arm) === 1 ? null : slowdowns(4, 4)(arm, block)),
  });
  expect(unserial.verdict).toBe('not-run');
});
