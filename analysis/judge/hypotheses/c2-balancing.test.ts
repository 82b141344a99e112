import { expect, test } from 'vitest';
import type { ArrayPass } from '../../../results/schema/counts.ts';
import { makePairData } from '../../../test/fixtures/runs/pair-data.ts';
import { balancingHypothesis } from './c2-balancing.ts';

interface Cell {
  readonly before?: number;
  readonly after: number;
  readonly marks: number | { readonly unavailable: string };
}

const pages = 100;
const passOf = (pass: number, remotePages: number, marks: Cell['marks']): ArrayPass => ({
  pass,
  scans: pass,
  ownPages: pages - remotePages,
  remotePages,
  otherPages: 0,
  vmstat: { numa_pte_updates: marks },
});

const moved: Cell = { after: 0, marks: 140 };
const stayed: Cell = { after: 100, marks: 0 };

/** Five blocks of the four arms; the one with balancing and no policy comes first. */
function judge(balanced: Cell, others: readonly Cell[] = [stayed, stayed, stayed]) {
  const kinds = [
    ['1', 'none'],
    ['1', 'localalloc'],
    ['0', 'none'],
    ['0', 'localalloc'],
  ] as const;
  const arms = [balanced, ...others].map(({ before = 100, after, marks }, i) => ({
    workload: 'array',
    numaBalancing: kinds[i]?.[0] ?? '0',
    parameters: { policy: kinds[i]?.[1] ?? 'none', 'cpu-ms': '4000' },
    blocks: 256,
    counts: () => ({ arrayPasses: [passOf(0, before, 0), passOf(1, after, marks)] }),
  }));
  return balancingHypothesis.judge(makePairData(arms));
}

test('is supported where only balancing without a policy moves pages, and shows how many were marked', () => {
  const { verdict, because, evidence } = judge(moved);
  expect(verdict).toBe('supported');
  expect(because).toBe(
    'with balancing and no policy the remote ratio was 1.000 at first and 0.000 at last, numa_pte_updates 1.400 a page (n = 5); ' +
      'otherwise the remote ratio was 1.000 at first and 1.000 at last, numa_pte_updates 0.000 a page (n = 15)',
  );
  expect(evidence).toContainEqual({
    label: 'numa_pte_updates a page, balancing 1, policy none',
    unit: '1',
    predicted: null,
    measured: expect.objectContaining({ point: 1.4, n: 5 }),
  });
  expect(evidence.filter(({ predicted }) => predicted !== null).map(({ predicted }) => predicted)).toEqual([
    0, 1, 1, 1,
  ]);
});

test('is refuted where marked pages stay, or pages move without balancing or under localalloc', () => {
  expect(judge({ after: 5, marks: 140 }).verdict).toBe('refuted');
  expect(judge(moved, [{ after: 90, marks: 0 }, stayed, stayed]).verdict).toBe('refuted');
  expect(judge(moved, [stayed, { after: 0, marks: 0 }, stayed]).verdict).toBe('refuted');
});

test.each([
  ['nothing was marked', { after: 100, marks: 0 }, undefined],
  ['marks are not counted', { after: 0, marks: { unavailable: 'no such line' } }, undefined],
  ['pages did not begin on the wrong node', { before: 50, after: 0, marks: 140 }, undefined],
  ['an arm is lacking', moved, [stayed, stayed]],
])('is unsettled where %s', (_, balanced, others) => {
  expect(judge(balanced, others).verdict).toBe('unsettled');
});

test('is not run without trials', () => {
  expect(balancingHypothesis.judge(makePairData([])).verdict).toBe('not-run');
});
