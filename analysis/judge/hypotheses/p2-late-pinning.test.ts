import { expect, test } from 'vitest';
import type { Arm } from '../../../results/schema/plan.ts';
import { judgeArms, makeThreadMap } from '../../../test/fixtures/runs/judge-arms.ts';
import { latePinningHypothesis } from './p2-late-pinning.ts';

const withRemote = (remote: number) => ({
  // What was seen before the thread was pinned does not count.
  threadMaps: [makeThreadMap({ at: 'first-instruction', remote: 9 }), makeThreadMap({ remote })],
});

const predicted = ({ parameters: { pin, early } }: Arm) =>
  pin === 'inherited' ? 0 : 1 + Number(early) / 4096;

test('it is supported where remote pages rise with what was used before, and not without late pinning', () => {
  const judgement = judgeArms(latePinningHypothesis, (arm) => withRemote(predicted(arm)));
  expect(judgement.verdict).toBe('supported');
  expect(judgement.because).toContain('pin self: 16 to 16 pages more');
  expect(judgement.evidence).toHaveLength(12);
  for (const { predicted: wanted, measured } of judgement.evidence) expect(measured.point).toBe(wanted);
});

test('it is refuted where one way of late pinning leaves no more pages behind', () => {
  const judgement = judgeArms(latePinningHypothesis, (arm) =>
    withRemote(arm.parameters.pin === 'creator' ? 1 : predicted(arm)),
  );
  expect(judgement).toMatchObject({ verdict: 'refuted', because: 'no rise with pin creator' });
});

test('a step that is flat, a control that rises or a block that differs leaves it open', () => {
  const judgeWith = (remote: (arm: Arm, block: number) => number) =>
    judgeArms(latePinningHypothesis, (arm, block) => withRemote(remote(arm, block))).verdict;
  expect(judgeWith((arm) => (arm.parameters.early === '4096' ? 1 : predicted(arm)))).toBe('unsettled');
  expect(judgeWith((arm) => 1 + Number(arm.parameters.early) / 4096)).toBe('unsettled');
  expect(judgeWith((arm, block) => (block === 3 ? 1 : predicted(arm)))).toBe('unsettled');
});

test('missing arms leave it open, without any it is not run', () => {
  const missing = judgeArms(latePinningHypothesis, (arm) =>
    arm.parameters.pin === 'inherited' ? null : withRemote(predicted(arm)),
  );
  expect(missing.verdict).toBe('unsettled');
  expect(missing.because).toContain('pin inherited: not seen');
  expect(judgeArms(latePinningHypothesis, () => null).verdict).toBe('not-run');
});
