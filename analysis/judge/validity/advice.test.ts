import { expect, test } from 'vitest';
import type { ValidityFact } from '../../../results/schema/report.ts';
import { makeRun } from '../../../test/fixtures/runs/make-run.ts';
import {
  healthyPass,
  healthyTrial,
  type PassesRunOptions,
  passesRun,
} from '../../../test/fixtures/runs/passes-run.ts';
import { checkValidity } from './table.ts';

function check(options: PassesRunOptions): ReadonlyMap<string, ValidityFact> {
  const facts = checkValidity(makeRun(passesRun(options)), { comparisons: [], controls: [], family: null });
  return new Map(facts.map((fact) => [fact.id, fact]));
}

const advisory = ['steady-state', 'autocorrelation', 'modality', 'outliers', 'blocks-per-arm'];

test('of 200 healthy runs at most 5 % raise any alarm, drift, disturbed passes and layouts included', () => {
  let alarms = 0;
  for (let seed = 1; seed <= 200; seed += 1) {
    const facts = check({ seed, blocks: seed % 2 === 0 ? 19 : 30 });
    const raised = advisory.filter((id) => facts.get(id)?.verdict !== 'pass');
    if (raised.length > 0) alarms += 1;
  }
  expect(alarms).toBeLessThanOrEqual(10);
}, 60_000);

test('passes that grow dearer within a trial are found, in the arm where they do', () => {
  const fact = check({
    seed: 1,
    pass: (random, pass, passes, arm) =>
      healthyPass(random) + (arm.id === 'churn-glibc' ? (0.25 * pass) / passes : 0),
  }).get('steady-state');
  expect(fact?.verdict).toBe('warn');
  expect(fact?.seen).toMatch(
    /^1 of 12 timed arms: churn glibc local 2t: \+\d+\.\d % from first to second half$/,
  );
});

test('a trend within the margin is no alarm', () => {
  const pass: PassesRunOptions['pass'] = (random, i, n) => 0.002 * random.normal() + (0.02 * i) / n;
  expect(check({ seed: 1, blocks: 30, pass }).get('steady-state')?.verdict).toBe('pass');
});

test('drift of one arm alone is found as autocorrelation, drift that all arms share is not', () => {
  const trial: PassesRunOptions['trial'] = (random, block, arm) =>
    healthyTrial(random) + (arm.id === 'mutex-glibc' ? 0.01 * block : 0);
  const fact = check({ seed: 3, blocks: 30, trial }).get('autocorrelation');
  expect(fact?.verdict).toBe('warn');
  expect(fact?.seen).toMatch(/^1 of 9 comparisons: mutex glibc local 2t: r = 0\.\d\d over 30 blocks$/);
  const shared = check({
    seed: 3,
    blocks: 30,
    trial: (random, block) => healthyTrial(random) + 0.01 * block,
  });
  expect(shared.get('autocorrelation')?.verdict).toBe('pass');
});

test('passes of two modes are found with their weights, trials of two layouts are not mistaken for them', () => {
  const twoModes: PassesRunOptions['pass'] = (random, _i, _n, arm) =>
    0.005 * random.normal() + (arm.workload === 'churn' && random.uniform() < 0.4 ? 0.1 : 0);
  const fact = check({ seed: 5, passes: 10, pass: twoModes }).get('modality');
  expect(fact?.verdict).toBe('warn');
  expect(fact?.seen).toMatch(/^1 of 3 timed measures: churn: modes at -\d+\.\d % \(weight 0\.\d\d\) and \+/);
  const layouts = check({ seed: 5, trial: (random) => (random.uniform() < 0.5 ? 0.1 : 0) });
  expect(layouts.get('modality')?.verdict).toBe('pass');
});

test('an outlier is labelled with the switches that explain it, dropped never, and no alarm', () => {
  const fact = check({
    seed: 7,
    trial: (random, block, arm) => healthyTrial(random) + (arm.id === 'churn-musl' && block === 4 ? 0.5 : 0),
    involuntarySwitches: (block, arm) => (arm.id === 'churn-musl' && block === 4 ? 90 : 2),
  }).get('outliers');
  expect(fact?.verdict).toBe('pass');
  expect(fact?.seen).toMatch(
    /churn musl local 2t block 4 \+\d+\.\d % \(90 involuntary switches, usually 2\)/,
  );
  expect(fact?.seen).toContain('none dropped');
});

test('what too few blocks or passes cannot show is unknown, not passed, and below six blocks not asked', () => {
  const one = check({ seed: 1, blocks: 8, passes: 1 });
  expect(one.get('steady-state')?.verdict).toBe('unknown');
  expect(one.get('modality')?.verdict).toBe('unknown');
  const short = check({ seed: 1, blocks: 6 });
  expect(short.get('steady-state')).toMatchObject({
    verdict: 'unknown',
    seen: 'too few blocks to show anything in 12 timed arms',
  });
  expect(short.get('autocorrelation')?.verdict).toBe('unknown');
  const quick = check({ seed: 1, blocks: 3 });
  expect(advisory.filter((id) => quick.has(id))).toEqual(['blocks-per-arm']);
  expect(quick.get('blocks-per-arm')).toMatchObject({ verdict: 'pass' });
});
