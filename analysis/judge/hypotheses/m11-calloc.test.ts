import { expect, test } from 'vitest';
import { makePairData, type PairArm, placed } from '../../../test/fixtures/runs/pair-data.ts';
import { callocHypothesis } from './m11-calloc.ts';
import { predictCalloc } from './models/mallocng/predict.ts';

const sizes = [1_000, 60_000, 200_000];

/** Shares of bytes on the caller's node, after calloc and after the other thread's first write. */
type Measure = (predicted: number, bytes: number) => readonly [allocated: number, written: number];

function armsOf(measure: Measure): PairArm[] {
  return sizes.map((bytes) => ({
    workload: 'regrow',
    parameters: { call: 'calloc', sizes: `fixed:${bytes}`, memory: 'fresh' },
    blocks: 20,
    counts: () => {
      const [allocated, written] = measure(predictCalloc(bytes, 20, 'fresh').onCaller, bytes);
      return {
        placement: [
          placed(['allocated', 'allocated'], 0, { own: allocated, other: 0, none: 1 - allocated }),
          placed(['written', 'written'], 0, { own: written, other: 1 - written }),
        ],
      };
    },
  }));
}

const judge = (measure: Measure) => callocHypothesis.judge(makePairData(armsOf(measure)));

test('is supported where calloc places what the model says, and the first write all the rest', () => {
  const judgement = judge((predicted) => [predicted, predicted]);
  expect(judgement.verdict).toBe('supported');
  expect(judgement.evidence).toHaveLength(2 * sizes.length);
  expect(judgement.because).toContain('1.000 of the bytes');
});

test('is refuted where calloc places big blocks too', () => {
  const judgement = judge(() => [1, 1]);
  expect(judgement.verdict).toBe('refuted');
  expect(judgement.because).toContain('200000 B, fresh');
});

test('is unsettled where a split is a little off, or only after the write', () => {
  expect(judge((predicted) => [Math.abs(predicted - 0.05), predicted]).verdict).toBe('unsettled');
  expect(judge((predicted, bytes) => [predicted, bytes === 200_000 ? 1 : predicted]).verdict).toBe(
    'unsettled',
  );
});

test('is not run without its trials', () => {
  expect(callocHypothesis.judge(makePairData([])).verdict).toBe('not-run');
  const realloc = armsOf((p) => [p, p]).map((arm) => ({
    ...arm,
    parameters: { ...arm.parameters, call: 'realloc' },
  }));
  expect(callocHypothesis.judge(makePairData(realloc)).verdict).toBe('not-run');
});
