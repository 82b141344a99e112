import { expect, test } from 'vitest';
import { makePairData, type PairArm, placed } from '../../../test/fixtures/runs/pair-data.ts';
import { survivorsHypothesis } from './m9-survivors.ts';
import { predictRemoteFree } from './models/mallocng/predict.ts';
import { drawSurvivors } from './models/remote-free-survivors.ts';

const blocks = 400;

/** What the model says of the trial of a block, and what a trial is to have measured instead. */
type Measure = (predicted: number, perMille: number) => number;

function armsOf(measure: Measure): PairArm[] {
  return ['0', '10', '500'].map((survivors) => ({
    workload: 'remote-free',
    parameters: { sizes: 'fixed:500', survivors, turn: '16' },
    blocks,
    counts: (block) => {
      const survives = drawSurvivors(String(1000 + block), blocks, Number(survivors));
      const remote = Math.round(1e6 * measure(predictRemoteFree(500, survives), Number(survivors)));
      return {
        placement: [placed(['reallocated', 'reallocated'], 1, { own: 1e6 - remote, other: remote })],
      };
    },
  }));
}

const judge = (measure: Measure) => survivorsHypothesis.judge(makePairData(armsOf(measure)));

test('is supported by trials that lie near the model, each by its own seed', () => {
  const judgement = judge((predicted) => Math.abs(predicted - 0.05));
  expect(judgement.verdict).toBe('supported');
  expect(judgement.because).toContain('by 0.050 in 15 trials of 3 cells');
  expect(judgement.because).toContain("mallocng's policy written a second time");
  expect(judgement.evidence).toHaveLength(3);
  expect(judgement.evidence[0]).toMatchObject({ predicted: 0, measured: { point: 0.05, n: 5 } });
});

test('is refuted where the ratio has nothing to do with survivors', () => {
  expect(judge(() => 0.97).verdict).toBe('refuted');
  expect(judge(() => 0).verdict).toBe('refuted');
});

test('is unsettled where the ratio follows survivors but not the model', () => {
  expect(judge((predicted) => predicted / 2).verdict).toBe('unsettled');
  const oneShare = armsOf((predicted) => predicted).slice(0, 1);
  expect(survivorsHypothesis.judge(makePairData(oneShare)).verdict).toBe('unsettled');
  const oneTrialOff = judge((predicted, perMille) => (perMille === 500 ? predicted - 0.2 : predicted));
  expect(oneTrialOff.verdict).toBe('unsettled');
  expect(oneTrialOff.because).toContain('by 0.200');
});

test('is not run without its trials, or with trials that the model does not describe', () => {
  expect(survivorsHypothesis.judge(makePairData([]))).toMatchObject({ verdict: 'not-run', evidence: [] });
  const mixed = armsOf((predicted) => predicted).map((arm) => ({
    ...arm,
    parameters: { ...arm.parameters, sizes: 'mix:small' },
  }));
  expect(survivorsHypothesis.judge(makePairData(mixed)).verdict).toBe('not-run');
});
