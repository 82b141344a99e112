import { expect, test } from 'vitest';
import { makePairData, type PairArm, placed } from '../../../test/fixtures/runs/pair-data.ts';
import { reallocHypothesis } from './m12-realloc.ts';

/** Of old content, the share that stays in each kind of block; absent: no such block. */
interface Stays {
  readonly kept?: number;
  readonly moved?: number;
}

function armOf(bytes: number, resize: number, { kept, moved }: Stays): PairArm {
  const stage = (checkpoint: string) =>
    [
      { subject: 'kept-old', share: kept },
      { subject: 'moved-old', share: moved },
    ].flatMap(({ subject, share }) =>
      share === undefined ? [] : [placed([subject, checkpoint], 1, { own: 1 - share, other: share })],
    );
  return {
    workload: 'regrow',
    parameters: { call: 'realloc', sizes: `fixed:${bytes}`, resize: String(resize) },
    blocks: 50,
    counts: () => ({ placement: [...stage('resized'), ...stage('rewritten')] }),
  };
}

const copies = armOf(60_000, 200, { moved: 0 });
const judge = (...arms: readonly PairArm[]) => reallocHypothesis.judge(makePairData(arms));

test('is supported where kept and remapped blocks stay, whatever copies do', () => {
  const judgement = judge(armOf(200_000, 200, { kept: 1, moved: 1 }), copies);
  expect(judgement.verdict).toBe('supported');
  expect(judgement.because).toBe(
    'of blocks kept or remapped at least 1.000 of the old pages stays, in 2 cells; of copied ones at most 0.000 stays',
  );
  expect(judgement.evidence.map(({ label, predicted }) => [label, predicted])).toEqual([
    ['kept, 200000 to 400000 B', 1],
    ['remapped, 200000 to 400000 B', 1],
    ['copied, 60000 to 120000 B', null],
  ]);
});

test('is refuted by any page that moved', () => {
  expect(judge(armOf(200_000, 200, { kept: 1, moved: 0.999 })).verdict).toBe('refuted');
  expect(judge(armOf(900, 111, { kept: 0.5 }), armOf(200_000, 200, { kept: 1, moved: 1 })).verdict).toBe(
    'refuted',
  );
});

test('is unsettled without a block that was remapped', () => {
  expect(judge(armOf(900, 111, { kept: 1, moved: 0 })).verdict).toBe('unsettled');
  expect(judge(copies)).toMatchObject({ verdict: 'unsettled', because: 'no block was kept or remapped' });
});

test('a block that leaves its mapping of its own is copied', () => {
  const out = armOf(200_000, 50, { moved: 0 });
  expect(judge(armOf(200_000, 200, { kept: 1, moved: 1 }), out).verdict).toBe('supported');
});

test('is not run without its trials', () => {
  expect(judge().verdict).toBe('not-run');
});
