import { expect, test } from 'vitest';
import type { Counters } from '../../../results/schema/counters.ts';
import { makeCounters } from '../../../test/fixtures/counters.ts';
import { makeArm, makeRun, makeRunFiles, makeVirtualSection } from '../../../test/fixtures/runs/make-run.ts';
import { makeHypothesisData } from './data.ts';
import type { Judgement } from './hypothesis.ts';
import { madvisePerFree } from './m13-madvise-per-free.ts';

const sizes = ['fixed:9000', 'fixed:20000', 'fixed:50000'];

interface Given {
  /** Calls of madvise in 2000 operations, by target, size and block. */
  readonly calls: (target: string, size: string, block: number) => number | Counters['systemCalls'];
  readonly blocks?: number;
  readonly targets?: readonly string[];
  readonly parameters?: Readonly<Record<string, string>>;
}

function judge({ calls, blocks = 5, targets = ['musl-1.2.3', 'musl'], parameters = {} }: Given): Judgement {
  const arms = targets.flatMap((target) =>
    sizes.map((size) =>
      makeArm({
        id: `${target} ${size}`,
        workload: 'churn',
        target,
        parameters: { sizes: size, slots: '256', turn: '16', ...parameters },
      }),
    ),
  );
  const files = makeRunFiles([makeVirtualSection(arms, blocks)], (arm, { block }) => {
    const given = calls(arm.target, arm.parameters.sizes ?? '', block);
    const systemCalls = typeof given === 'number' ? { madvise: given, other: 0 } : given;
    return {
      state: 'completed',
      processes: [{ counts: { operations: 2000, counters: makeCounters({ systemCalls }) } }],
    };
  });
  const [section] = makeRun(files).sections;
  if (section === undefined) throw new Error('no section');
  return madvisePerFree.judge(makeHypothesisData(section));
}

const asPredicted = (target: string) => (target === 'musl' ? 0 : 1950);

test('is supported by one call per free in the older musl and none in the newer one', () => {
  const { verdict, because, evidence } = judge({ calls: asPredicted });
  expect(verdict).toBe('supported');
  expect(because).toBe(
    'calls of madvise per free: 0.975 to 0.975 in musl-1.2.3, 0 to 0 in musl, over 3 of 3 sizes and 5 blocks',
  );
  expect(evidence).toHaveLength(6);
  expect(evidence[0]).toMatchObject({
    label: 'musl-1.2.3, 9000 B, madvise per free',
    predicted: 1,
    measured: { point: 0.975, n: 5 },
  });
});

test('is refuted when both call it equally often, for one size too', () => {
  expect(judge({ calls: () => 1950 }).verdict).toBe('refuted');
  expect(judge({ calls: () => 0 }).verdict).toBe('refuted');
  const butOne = (target: string, size: string) => (size === 'fixed:50000' ? 0 : asPredicted(target));
  expect(judge({ calls: butOne }).verdict).toBe('refuted');
});

test.each([
  [
    'one call of the newer musl',
    (target: string, _: string, block: number) => asPredicted(target) || Number(block === 3),
  ],
  [
    'one block below the threshold',
    (target: string, _: string, block: number) =>
      block === 2 && target !== 'musl' ? 1500 : asPredicted(target),
  ],
])('is unsettled by %s', (_, calls) => {
  expect(judge({ calls }).verdict).toBe('unsettled');
});

test('is unsettled below five blocks, and says so', () => {
  const { verdict, because } = judge({ calls: asPredicted, blocks: 4 });
  expect(verdict).toBe('unsettled');
  expect(because).toContain('4 blocks, fewer than the 5 needed');
});

test('is not run without the older musl, or with other parameters', () => {
  expect(judge({ calls: asPredicted, targets: ['musl'] }).verdict).toBe('not-run');
  expect(judge({ calls: asPredicted, parameters: { slots: '4096' } }).verdict).toBe('not-run');
});

test('is not run, never zero, where system calls cannot be counted', () => {
  const calls = () => ({ unavailable: 'tracefs is not mounted' });
  expect(judge({ calls })).toMatchObject({
    verdict: 'not-run',
    because: 'system calls were not counted: tracefs is not mounted',
  });
});
