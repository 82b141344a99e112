import { expect, test } from 'vitest';
import { exampleRun } from '../../test/fixtures/runs/example-run.ts';
import { makeRun } from '../../test/fixtures/runs/make-run.ts';
import { makeCostSequences } from './cost-sequences.ts';

const files = exampleRun();

test('a sequence holds the baseline and its control, two processes a block, and no other target', () => {
  const sequences = makeCostSequences(makeRun(files));
  expect(sequences.length).toBeGreaterThan(0);
  for (const costs of sequences) {
    expect(costs.length).toBeLessThanOrEqual(16);
    expect(costs.every((cost) => Number.isFinite(cost) && cost > 0)).toBe(true);
  }
  expect(Math.max(...sequences.map((costs) => costs.length))).toBe(16);
});

test('a run without times has no sequence: a guest has no costs', () => {
  const virtual = { ...files, plan: { ...files.plan, sections: files.plan.sections.slice(0, 1) } };
  expect(makeCostSequences(makeRun(virtual))).toEqual([]);
});
