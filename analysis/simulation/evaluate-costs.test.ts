import { expect, test } from 'vitest';
import { makeRandomStream } from '../stats/random-stream.ts';
import { evaluateCosts } from './evaluate-costs.ts';
import { parseCosts } from './parse-costs.ts';
import { renderEvaluation } from './render-evaluation.ts';

function drifting(processes: number): number[] {
  const random = makeRandomStream(9);
  let machine = 0;
  return Array.from({ length: processes }, () => {
    machine += 0.005 * random.normal();
    return Math.exp(machine + 0.01 * random.normal());
  });
}

test('costs of one drifting program: sequences are called different, blocks are not, and an effect is found', () => {
  const evaluation = evaluateCosts([drifting(4000)], { blocks: 10, seed: 2 });
  expect(evaluation).toMatchObject({ processes: 4000, comparisons: 200, disjoint: 200 });
  const [sequential, , , ours] = evaluation.designs;
  expect(sequential?.falsePositives.count).toBeGreaterThan(60);
  expect(ours?.falsePositives.count).toBeLessThan(22);
  expect(ours?.power.at(-1)?.found.count).toBeGreaterThan(180);
  expect(renderEvaluation(evaluation)).not.toMatch(/NaN|undefined/);
});

test('few costs make windows that overlap, and the text says so', () => {
  const evaluation = evaluateCosts([drifting(100)], { blocks: 10, seed: 2 });
  expect(evaluation).toMatchObject({ comparisons: 200, disjoint: 5 });
  expect(renderEvaluation(evaluation)).toContain('overlap (5 would not)');
  expect(evaluateCosts([drifting(20)], { blocks: 10, seed: 2 }).comparisons).toBe(1);
});

test('equal costs are not different, and what is no cost is refused', () => {
  const evaluation = evaluateCosts([new Array(40).fill(0.5)], { blocks: 10, seed: 2 });
  expect(evaluation.designs.map(({ falsePositives }) => falsePositives.count)).toEqual([0, 0, 0, 0]);
  expect(() => evaluateCosts([[1, 2]], { blocks: 10, seed: 2 })).toThrow(RangeError);
  expect(() => evaluateCosts([new Array(40).fill(0)], { blocks: 10, seed: 2 })).toThrow(RangeError);
});

test('lines are read in order; one that is no cost is named', () => {
  expect(parseCosts('{"arm":"a","seconds":0.5}\n\n{"arm":"b","seconds":0.25}\n')).toEqual({
    state: 'costs',
    costs: [0.5, 0.25],
  });
  for (const bad of ['{"arm":"a","seconds":-1}', '{"arm":"a"}', 'nonsense', '{"arm":"a","seconds":1e999}']) {
    expect(parseCosts(`{"arm":"a","seconds":1}\n${bad}`)).toMatchObject({
      state: 'problem',
      message: expect.stringContaining('line 2'),
    });
  }
});

test('windows do not cross from one sequence into another, and short sequences are left out', () => {
  const two = evaluateCosts([new Array(40).fill(1), new Array(40).fill(9), [5]], { blocks: 20, seed: 2 });
  expect(two).toMatchObject({ sequences: 2, processes: 80, comparisons: 2, disjoint: 2 });
  expect(two.designs.map(({ falsePositives }) => falsePositives.count)).toEqual([0, 0, 0, 0]);
});
