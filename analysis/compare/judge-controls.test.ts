import { expect, test } from 'vitest';
import type { FamilyFacts } from '../../results/schema/report.ts';
import { exampleRun } from '../../test/fixtures/runs/example-run.ts';
import { makeRun } from '../../test/fixtures/runs/make-run.ts';
import { allowsImprecise, type ControlJudgement } from './judge-controls.ts';
import { judgeTiming } from './judge-timing.ts';

function controls(counts: { readonly pass: number; readonly stray: number }): readonly ControlJudgement[] {
  const passed = { workload: 'churn', state: 'pass', because: '' } as const;
  const stray = { workload: 'mutex', state: 'imprecise', because: 'a stray' } as const;
  return [...new Array(counts.pass).fill(passed), ...new Array(counts.stray).fill(stray)];
}

test('one control of twenty may stray, two may not, and of a few none may', () => {
  expect(allowsImprecise(controls({ pass: 19, stray: 1 }))).toBe(true);
  expect(allowsImprecise(controls({ pass: 18, stray: 2 }))).toBe(false);
  expect(allowsImprecise(controls({ pass: 4, stray: 1 }))).toBe(false);
});

test('strays that their number allows are no reason against a run, more of them are', () => {
  const facts = { decides: true } as FamilyFacts;
  const judge = (counts: Parameters<typeof controls>[0]) =>
    judgeTiming(makeRun(exampleRun()), facts, { controls: controls(counts), validity: [] });
  expect(judge({ pass: 19, stray: 1 })).toEqual({ verdict: 'valid for timing', reasons: [] });
  expect(judge({ pass: 18, stray: 2 })).toEqual({
    verdict: 'not valid for timing',
    reasons: ['a stray', 'a stray'],
  });
});
