import { expect, test } from 'vitest';
import type { Arm } from '../../../results/schema/plan.ts';
import { judgeTimedArms } from '../../../test/fixtures/runs/judge-timed-arms.ts';
import { lockHandoff } from './p9-lock-handoff.ts';

/** `same` handoffs to each thread of the own node, `other` to each of the other. */
function handoffs(arm: Arm, same: number, other: number) {
  const threads = arm.processes[0]?.threads ?? [];
  const matrix = threads.map((from, i) =>
    threads.map((to, j) => (i === j ? 1000 : from.node === to.node ? same : other)),
  );
  const listed = threads.map(({ node }, thread) => ({ thread, node, acquisitions: 1 }));
  return { costNs: 100, counts: { lockHandoffs: [{ threads: listed, matrix, lockNode: 0 }] } };
}
const judge = (same: (arm: Arm, block: number) => number, other = 100) =>
  judgeTimedArms(lockHandoff, { timing: (arm, block) => handoffs(arm, same(arm, block), other) });

test('it is supported where threads of the own node get the lock more often than by a fair draw', () => {
  const { verdict, evidence } = judge((_, block) => 300 + block);
  expect(verdict).toBe('supported');
  expect(evidence).toHaveLength(6);
  // Of four threads one other is on the node: 300 of 500, where a third were fair.
  expect(evidence.map(({ measured }) => measured.point)).toContainEqual(expect.closeTo(1.8, 1));
});

test('it is refuted where the draw is fair everywhere, and open where it is in some', () => {
  expect(judge((_, block) => 98 + block).verdict).toBe('refuted');
  const mixed = judge(({ parameters }, block) => (parameters.critical === '0' ? 300 : 98) + block);
  expect(mixed.verdict).toBe('unsettled');
  expect(judge((_, block) => 100 + 10 * block).verdict).toBe('unsettled');
});

test('handfuls of handoffs decide nothing, failed trials neither', () => {
  expect(judge(() => 1, 1)).toMatchObject({ verdict: 'unsettled', evidence: [] });
  expect(judgeTimedArms(lockHandoff, { timing: () => null }).verdict).toBe('not-run');
});
