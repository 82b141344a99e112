import { expect, test } from 'vitest';
import type { ProcessCounts } from '../../../results/schema/counts.ts';
import type { Arm } from '../../../results/schema/plan.ts';
import { judgeArms, makeThreadMap } from '../../../test/fixtures/runs/judge-arms.ts';
import { creatorPagesHypothesis } from './p1-creator-pages.ts';

/** Bytes of one thread on either node; the other part is as it should be. */
function storage(initialised: readonly [number, number]): Pick<ProcessCounts, 'placement'> {
  const none = [0, 0];
  const common = { owner: 'receiver' as const, checkpoint: 'end', nodes: [0, 1], objects: 2 };
  const rest = { absentBytes: none, zeroPageBytes: none, unknownBytes: none };
  return {
    placement: [
      { ...common, ...rest, subject: 'tls-initialised', bytes: [[100, 0], [...initialised]] },
      {
        ...common,
        ...rest,
        subject: 'tls-zeroed',
        bytes: [
          [100, 0],
          [0, 100],
        ],
      },
    ],
  };
}

const atFirst = makeThreadMap({ at: 'first-instruction', stack: [0, 'absent'] });
const own = makeThreadMap({ creatorNode: 1, descriptor: 1, tls: [1], errno: 1, stack: [1, 1] });

const asPredicted = (arm: Arm) =>
  arm.workload === 'threads' ? { threadMaps: [atFirst, makeThreadMap(), own] } : storage([100, 0]);

test('it is supported where every page lies as predicted', () => {
  const judgement = judgeArms(creatorPagesHypothesis, asPredicted);
  expect(judgement.verdict).toBe('supported');
  expect(judgement.evidence).toHaveLength(8);
  expect(judgement.evidence[0]).toMatchObject({ predicted: 1, measured: { point: 1, n: 5 } });
  // Zeros are shown, and nothing is predicted of them.
  expect(judgement.evidence.at(-1)).toMatchObject({ predicted: null, measured: { point: 0 } });
});

test.each([
  ['a descriptor', makeThreadMap({ descriptor: 1 })],
  ['storage', makeThreadMap({ tls: [0, 1] })],
  ['the first page of the stack', makeThreadMap({ remote: 0 })],
  ['a second page of the stack', makeThreadMap({ remote: 2 })],
  ['a page used too early', makeThreadMap({ at: 'first-instruction', stack: [0, 0] })],
])('%s elsewhere refutes it', (_, map) => {
  const judgement = judgeArms(creatorPagesHypothesis, (arm) =>
    arm.parameters.depth === '4096' ? { threadMaps: [makeThreadMap(), map] } : asPredicted(arm),
  );
  expect(judgement).toMatchObject({ verdict: 'refuted', because: 'not so for stack used to 4096 B' });
});

test('initialised storage on the node of its thread refutes it, in some blocks leaves it open', () => {
  const judgeWith = (isOwn: (block: number) => boolean) =>
    judgeArms(creatorPagesHypothesis, (arm, block) =>
      arm.workload === 'tls-dlopen' && isOwn(block) ? storage([0, 100]) : asPredicted(arm),
    ).verdict;
  expect(judgeWith(() => true)).toBe('refuted');
  expect(judgeWith((block) => block === 2)).toBe('unsettled');
});

test('missing arms leave it open, without any it is not run', () => {
  const missing = judgeArms(creatorPagesHypothesis, (arm) =>
    arm.workload === 'threads' ? asPredicted(arm) : null,
  );
  expect(missing.verdict).toBe('unsettled');
  expect(missing.because).toMatch(/^only seen for stack used to 1024 B/);
  expect(judgeArms(creatorPagesHypothesis, () => null).verdict).toBe('not-run');
});
