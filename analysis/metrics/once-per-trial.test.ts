import { expect, test } from 'vitest';
import { exampleRun } from '../../test/fixtures/runs/example-run.ts';
import { makeRun } from '../../test/fixtures/runs/make-run.ts';
import { completedTrials } from '../load/run.ts';
import { oncePerTrial } from './once-per-trial.ts';

test('a value is derived once for a trial, and again for every other one', () => {
  const [first, second] = makeRun(exampleRun()).sections.flatMap(completedTrials);
  if (first === undefined || second === undefined) throw new Error('the example has trials');
  const derived: number[] = [];
  const numberOf = oncePerTrial(({ trial }) => {
    derived.push(trial);
    return trial;
  });
  expect([first, first, second, second, first].map(numberOf)).toEqual(
    [first, first, second, second, first].map(({ trial }) => trial),
  );
  expect(derived).toEqual([first.trial, second.trial, first.trial]);
});
