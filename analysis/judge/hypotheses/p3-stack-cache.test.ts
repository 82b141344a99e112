import { expect, test } from 'vitest';
import type { Arm } from '../../../results/schema/plan.ts';
import { judgeArms, makeThreadMap } from '../../../test/fixtures/runs/judge-arms.ts';
import { stackCacheHypothesis } from './p3-stack-cache.ts';

const counts = (remote: number, faults: number) => ({
  threadMaps: [makeThreadMap({ remote }), makeThreadMap({ creatorNode: 1, remote: 0 })],
  operations: 10,
  events: { minorFaults: faults * 10, majorFaults: 0, voluntarySwitches: 0, involuntarySwitches: 0 },
});

/** musl 1 page of one of two threads, glibc 1 with fresh stacks and 4 with reused ones. */
const asPredicted = ({ target, parameters }: Arm) => {
  if (target === 'musl') return counts(1, 8);
  return parameters.stacks === 'fresh' ? counts(1, 8) : counts(4, 2);
};

test('it is supported where musl has one page, glibc more with reused stacks, and musl more faults', () => {
  const judgement = judgeArms(stackCacheHypothesis, asPredicted);
  expect(judgement.verdict).toBe('supported');
  expect(judgement.because).toBe(
    'remote stack pages per thread: musl 0.50 to 0.50, glibc 2.00 to 2.00; musl has 6.00 to 6.00 more faults',
  );
  expect(judgement.evidence[0]).toMatchObject({
    label: 'musl, remote stack pages at most, 4096 B, 0 idle threads',
    predicted: 1,
    measured: { point: 1, n: 5 },
  });
});

test('it is refuted where glibc has no more remote pages than musl at some depth', () => {
  const judgement = judgeArms(stackCacheHypothesis, (arm) =>
    arm.target === 'glibc' && arm.parameters.depth === '65536' ? counts(1, 2) : asPredicted(arm),
  );
  expect(judgement.verdict).toBe('refuted');
  expect(judgement.because).toContain('65536 B, 0 idle threads; 65536 B, 64 idle threads');
});

test('a second remote page of musl, no gain from reuse, or no more faults leave it open', () => {
  const judgeWith = (change: (arm: Arm, block: number) => ReturnType<typeof counts> | null) =>
    judgeArms(stackCacheHypothesis, (arm, block) => change(arm, block) ?? asPredicted(arm)).verdict;
  expect(judgeWith(({ target }) => (target === 'musl' ? counts(2, 8) : null))).toBe('unsettled');
  expect(judgeWith(({ parameters }) => (parameters.stacks === 'fresh' ? counts(4, 8) : null))).toBe(
    'unsettled',
  );
  expect(judgeWith(({ target }, block) => (target === 'musl' && block === 1 ? counts(1, 2) : null))).toBe(
    'unsettled',
  );
});

test('missing arms leave it open, without any it is not run', () => {
  const missing = judgeArms(stackCacheHypothesis, (arm) =>
    arm.target === 'glibc' ? null : asPredicted(arm),
  );
  expect(missing.verdict).toBe('unsettled');
  expect(judgeArms(stackCacheHypothesis, () => null).verdict).toBe('not-run');
});
