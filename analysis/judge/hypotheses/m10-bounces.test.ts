import { expect, test } from 'vitest';
import { makeCounters } from '../../../test/fixtures/counters.ts';
import { makePairData, type PairArm, placed } from '../../../test/fixtures/runs/pair-data.ts';
import type { HypothesisData } from './data.ts';
import { bouncesHypothesis } from './m10-bounces.ts';

/** Ratio, faults and, where they are counted, system calls after so many cycles. */
type Heap = (cycles: number) => { readonly ratio: number; readonly faults: number; readonly calls?: number };

const grid = [0, 50, 90, 100, 110, 130, 200, 300];

function armsOf(bytes: number, heap: Heap): PairArm[] {
  return grid.map((cycles) => ({
    workload: 'reuse',
    parameters: { sizes: `fixed:${bytes}`, cycles: String(cycles), survivors: '0' },
    blocks: 1,
    counts: () => {
      const { ratio, faults, calls } = heap(cycles);
      const systemCalls =
        calls === undefined ? { unavailable: 'no tracefs' } : { mmap: calls, munmap: calls, other: 9 };
      const events = { minorFaults: faults, majorFaults: 0, voluntarySwitches: 0, involuntarySwitches: 0 };
      return {
        events,
        counters: makeCounters({ systemCalls }),
        placement: [placed(['taken-over', 'taken-over'], 1, { own: 1 - ratio, other: ratio })],
      };
    },
  }));
}

const changing =
  (jumpAfter: number, dropAfter: number): Heap =>
  (cycles) => ({ ratio: cycles > jumpAfter ? 1 : 0, faults: 7 + Math.min(cycles, dropAfter) });
const never: Heap = (cycles) => ({ ratio: 0, faults: 7 + 15 * cycles });

const judge = (...heaps: readonly Heap[]) =>
  bouncesHypothesis.judge(makePairData(heaps.flatMap((heap, i) => armsOf(i === 0 ? 4000 : 60_000, heap))));

test('is supported where ratio and faults change together, and by a size where neither does', () => {
  const judgement = judge(changing(101, 101), never);
  expect(judgement.verdict).toBe('supported');
  expect(judgement.because).toContain('4000 B: ratio jumps at 105 cycles, faults drop at 105 cycles');
  expect(judgement.because).toContain('60000 B: ratio jumps nowhere, faults drop nowhere');
  expect(judgement.evidence.map((one) => one.predicted)).toEqual([105, 105]);
});

test('is refuted where they change far apart, or only one of them does', () => {
  expect(judge(changing(101, 250)).verdict).toBe('refuted');
  expect(judge(changing(101, 1000)).verdict).toBe('refuted');
  expect(judge(changing(1000, 101)).verdict).toBe('refuted');
});

test('looks at system calls rather than faults where they are counted', () => {
  const byCalls =
    (dropAfter: number): Heap =>
    (cycles) => ({ ...changing(101, 1000)(cycles), calls: Math.min(cycles, dropAfter) });
  expect(judge(byCalls(101))).toMatchObject({ verdict: 'supported' });
  expect(judge(byCalls(101)).because).toContain('system calls drop at 105 cycles');
  expect(judge(byCalls(101)).evidence.map((one) => one.predicted)).toEqual([105, 105]);
  expect(judge(byCalls(1000)).verdict).toBe('refuted');
});

test('is unsettled where some are coupled, and where nothing changes', () => {
  expect(judge(changing(101, 101), changing(101, 1000)).verdict).toBe('unsettled');
  expect(judge(never).verdict).toBe('unsettled');
});

test('leaves out a block that lacks a trial', () => {
  const [complete, lacking] = [armsOf(4000, changing(101, 101)), armsOf(500, changing(101, 101))];
  const data = makePairData([...complete, ...lacking]);
  const lost: HypothesisData = {
    ...data,
    trials: (filter) =>
      data.trials(filter).filter(({ arm, trial }) => arm.parameters.cycles !== '100' || trial.block !== 3),
  };
  const { verdict, evidence } = bouncesHypothesis.judge(lost);
  expect(verdict).toBe('supported');
  expect(evidence[0]?.measured).toMatchObject({ n: 4, lower: 105, upper: 105 });
});

test('is not run without enough counts to see a change', () => {
  expect(bouncesHypothesis.judge(makePairData([])).verdict).toBe('not-run');
  expect(bouncesHypothesis.judge(makePairData(armsOf(4000, never).slice(0, 2))).verdict).toBe('not-run');
});
