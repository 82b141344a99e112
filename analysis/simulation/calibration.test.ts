import { expect, test } from 'vitest';
import type { DriftName } from './drift-models.ts';
import { measureAdaptive } from './measure-adaptive.ts';
import { type DesignOutcome, measureDesigns } from './measure-designs.ts';
import { measureGate } from './measure-gate.ts';
import type { NoiseName } from './noise-shapes.ts';

const simulation = { simulations: 600, seed: 20 };
/** Three standard errors above 5 % of 600, and as far below 95 %: a procedure that keeps its promise fails one such bound in 700. */
const most = 0.077;
const least = 0.923;
const drifts: readonly DriftName[] = ['none', 'AR(1)', 'random walk', 'ramp'];
const noises: readonly NoiseName[] = ['lognormal', 'contaminated', 'bimodal'];

function ours(outcomes: readonly DesignOutcome[]): DesignOutcome {
  const found = outcomes.find(({ design }) => design === 'signed rank');
  if (found === undefined) throw new Error('not measured');
  return found;
}

test.each(drifts)('paired blocks find no difference where there is none, drift: %s', (drift) => {
  for (const blocks of [6, 19, 60]) {
    const outcome = ours(
      measureDesigns({ drift, noise: 'lognormal', blocks, effect: 0 }, simulation, { only: ['signed rank'] }),
    );
    expect(outcome.different / simulation.simulations).toBeLessThan(most);
  }
});

test.each(noises)('the interval holds the true effect, noise: %s', (noise) => {
  for (const blocks of [6, 30]) {
    const outcome = ours(
      measureDesigns({ drift: 'none', noise, blocks, effect: 0.03 }, simulation, { only: ['signed rank'] }),
    );
    expect(outcome.covered / simulation.simulations).toBeGreaterThan(least);
  }
});

test.each(drifts)('looking several times keeps the error rate, drift: %s', (drift) => {
  const outcome = measureAdaptive(
    { drift, noise: 'lognormal', effect: 0, looks: 3, precision: 0.01 },
    simulation,
  );
  expect(outcome.different / simulation.simulations).toBeLessThan(most);
  expect(outcome.blocks).toBeLessThan(60);
});

test('one long run after the other is fooled by a drift that blocks do not see', () => {
  const outcomes = measureDesigns(
    { drift: 'random walk', noise: 'lognormal', blocks: 20, effect: 0 },
    simulation,
  );
  const sequential = outcomes.find(({ design }) => design === 'sequential');
  expect(sequential?.different).toBeGreaterThan(0.4 * simulation.simulations);
});

test('a 3 % effect is found in nine of ten runs of 19 blocks, and an effect at the margin is seldom equivalent', () => {
  const outcome = ours(
    measureDesigns({ drift: 'none', noise: 'lognormal', blocks: 19, effect: 0.03 }, simulation, {
      only: ['signed rank'],
    }),
  );
  expect(outcome.different / simulation.simulations).toBeGreaterThan(0.9);
  // 2.5 % and three standard errors.
  expect(outcome.equivalent / simulation.simulations).toBeLessThan(0.045);
});

test.each([1, 13, 20, 100])('a healthy run passes its gate with %i controls', (controls) => {
  const setting = { controls, blocks: 19, deviation: 0.024, bias: 0 };
  const outcome = measureGate(setting, { simulations: 300, seed: 4 });
  // 95 % less two standard errors of 300.
  expect(outcome.passed / 300).toBeGreaterThan(0.925);
  expect(outcome.passed).toBeGreaterThanOrEqual(outcome.passedStrictly);
});

test('a run whose controls differ by 3 % does not pass', () => {
  const setting = { controls: 20, blocks: 19, deviation: 0.024, bias: 0.03 };
  expect(measureGate(setting, { simulations: 100, seed: 4 }).passed).toBe(0);
});

test('equal seeds give equal outcomes, other seeds others', () => {
  const setting = { drift: 'AR(1)', noise: 'bimodal', blocks: 10, effect: 0 } as const;
  const few = { simulations: 50, seed: 3 };
  expect(measureDesigns(setting, few)).toEqual(measureDesigns(setting, few));
  expect(measureDesigns(setting, { ...few, seed: 4 })).not.toEqual(measureDesigns(setting, few));
});
