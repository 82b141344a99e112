import { expect, test } from 'vitest';
import type { PlacementCount } from '../../../results/schema/counts.ts';
import type { Arm } from '../../../results/schema/plan.ts';
import { judgeArms } from '../../../test/fixtures/runs/judge-arms.ts';
import { moduleStorageHypothesis } from './p5-module-storage.ts';

/** 100 bytes of every thread, of which `onOpener` on node 0 and the others on its own node. */
function placement({ processes }: Arm, subject: string, onOpener: number): PlacementCount {
  const nodes = processes[0]?.threads.map(({ node }) => node) ?? [];
  const none = nodes.map(() => 0);
  const bytes = nodes.map((owner) =>
    nodes.map((page) => (page === 0 ? onOpener : 0) + (page === owner ? 100 - onOpener : 0)),
  );
  const rest = { absentBytes: none, zeroPageBytes: none, unknownBytes: none };
  return { subject, owner: 'receiver', checkpoint: 'end', nodes, objects: nodes.length, bytes, ...rest };
}

const storage = (arm: Arm, onOpener: number) => ({
  placement: [placement(arm, 'tls-initialised', onOpener), placement(arm, 'tls-zeroed', 0)],
});

const asPredicted = (arm: Arm) => storage(arm, arm.target === 'glibc' ? 0 : 100);

test('it is supported where the remote share is that of threads off the node of the opener', () => {
  const judgement = judgeArms(moduleStorageHypothesis, asPredicted);
  expect(judgement.verdict).toBe('supported');
  expect(judgement.evidence.slice(0, 3).map(({ predicted }) => predicted)).toEqual([0.5, 0.75, 0.875]);
  expect(judgement.evidence.slice(0, 3).map(({ measured }) => measured.point)).toEqual([0.5, 0.75, 0.875]);
  // Storage of zeros and glibc decide nothing.
  expect(judgement.evidence.slice(3).every(({ predicted }) => predicted === null)).toBe(true);
  expect(judgement.evidence).toHaveLength(9);
});

test('another share on some number of nodes refutes it, in some blocks leaves it open', () => {
  const judgeWith = (isOther: (arm: Arm, block: number) => boolean, onOpener: number) =>
    judgeArms(moduleStorageHypothesis, (arm, block) =>
      arm.target === 'musl-dynamic' && isOther(arm, block) ? storage(arm, onOpener) : asPredicted(arm),
    ).verdict;
  const onFour = ({ processes }: Arm) => processes[0]?.threads.length === 4;
  expect(judgeWith(() => true, 0)).toBe('refuted');
  expect(judgeWith(onFour, 50)).toBe('refuted');
  expect(judgeWith(onFour, 99)).toBe('supported');
  expect(judgeWith((_, block) => block === 4, 50)).toBe('unsettled');
});

test('it is judged on the numbers of nodes that there are, and not run without musl-dynamic', () => {
  const few = judgeArms(moduleStorageHypothesis, (arm) =>
    (arm.processes[0]?.threads.length ?? 0) > 2 ? null : asPredicted(arm),
  );
  expect(few.verdict).toBe('supported');
  expect(few.because).toBe('musl-dynamic, tls-initialised, 2 nodes: 0.5 to 0.5, predicted 0.5');
  const glibcOnly = judgeArms(moduleStorageHypothesis, (arm) =>
    arm.target === 'glibc' ? asPredicted(arm) : null,
  );
  expect(glibcOnly.verdict).toBe('not-run');
});
