import { expect, test } from 'vitest';
import { makeRun } from '../../test/fixtures/runs/make-run.ts';
import { type PassesRunOptions, passesRun } from '../../test/fixtures/runs/passes-run.ts';
import { renderText } from '../render/text.ts';
import { buildReport } from '../report/build-report.ts';
import { shareBetweenProcesses } from '../stats/share-between-processes.ts';

const reportOf = (options: Partial<PassesRunOptions>) =>
  buildReport(makeRun(passesRun({ seed: 3, workloads: ['churn'], targets: ['musl', 'glibc'], ...options })));
const rowOf = (options: Partial<PassesRunOptions>) => reportOf(options).variance[0];

/** Deviations of processes and of passes. */
const noisy = (process: number, pass: number): Partial<PassesRunOptions> => ({
  trial: (random) => process * random.normal(),
  pass: (random) => pass * random.normal(),
});

test('times that vary between processes ask for more processes', () => {
  const row = rowOf({ blocks: 30, ...noisy(0.05, 0.005) });
  expect(row).toMatchObject({ workload: 'churn', target: 'musl', builds: 1, processes: 30, passes: 5 });
  const { processShare, buildShare, processDeviation, passDeviation, passGain } = row?.levels ?? {};
  expect(processShare?.lower).toBeGreaterThan(0.95);
  expect(processShare).toMatchObject({ n: 30, intervalKind: 'confidence', coverage: 0.95 });
  expect(processDeviation).toBeCloseTo(0.05, 1);
  expect(passDeviation).toBeCloseTo(0.005, 3);
  expect(passGain?.upper).toBeLessThan(0.02);
  expect(buildShare).toBeNull();
  const text = renderText(reportOf({ blocks: 30, ...noisy(0.05, 0.005) })).replace(/\s+/g, ' ');
  expect(text).toContain('Where the times of musl vary');
  expect(text).toContain('only more processes (--blocks) make it more precise');
});

test('times that vary between passes ask for more passes', () => {
  // Beside the drift of the fixture, 1 % from block to block.
  const options = { blocks: 30, ...noisy(0, 0.2) };
  const levels = rowOf(options)?.levels;
  expect(levels?.processShare.upper).toBeLessThan(0.3);
  expect(levels?.passGain.point).toBeGreaterThan(0.5);
  expect(levels?.passGain.lower).toBeLessThanOrEqual(levels?.passGain.upper ?? 0);
});

test('programs linked in other orders are a level of their own', () => {
  const targets = ['musl', 'musl@relink=1', 'musl@relink=2', 'glibc'];
  const shifts: Readonly<Record<string, number>> = { 'musl@relink=1': 0.2, 'musl@relink=2': -0.2 };
  const row = rowOf({
    targets,
    trial: (random, _, arm) => (shifts[arm.target] ?? 0) + 0.01 * random.normal(),
  });
  expect(row).toMatchObject({ builds: 3, processes: 19 });
  expect(row?.levels?.buildShare).toBeGreaterThan(0.9);
});

test('what is not known is left out with a reason, and no number is missing', () => {
  expect(rowOf({ blocks: 1 })).toMatchObject({
    levels: null,
    missing: expect.stringMatching(/^fewer than 6/),
  });
  expect(rowOf({ passes: 1 })).toMatchObject({ levels: null, missing: expect.stringMatching(/^one pass/) });
  const still = { trial: () => 0, pass: () => 0 };
  expect(JSON.stringify(reportOf(still).variance)).not.toContain('NaN');
  expect(renderText(reportOf({ blocks: 1 }))).toContain('churn: fewer than 6 blocks');
});

test('the interval covers the true share in about as many runs as it says', () => {
  const truth = 0.5;
  let covered = 0;
  const runs = 60;
  for (let seed = 1; seed <= runs; seed += 1) {
    const row = rowOf({ blocks: 30, seed, ...noisy(0.1, 0.1) });
    const { lower = 0, upper = 0 } = row?.levels?.processShare ?? {};
    if (lower <= truth && truth <= upper) covered += 1;
  }
  expect(covered / runs).toBeGreaterThan(0.87);
});

test('passes that do not differ at all have no shares', () => {
  const same = [[1, 1], [1, 1], undefined, [1, 1]];
  expect(shareBetweenProcesses([same], 0.95)).toBeNull();
  expect(shareBetweenProcesses([], 0.95)).toBeNull();
  // The same passes in another order: their means differ by rounding alone.
  const blocks = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? [0.1, 0.2, 0.7] : [0.7, 0.2, 0.1]));
  expect(shareBetweenProcesses([blocks], 0.95)).toBeNull();
});
