import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeRun, writeRun } from '../../test/fixtures/runs/make-run.ts';
import { type TimedRun, timedRun } from '../../test/fixtures/runs/timed-run.ts';
import { loadRun } from '../load/load-run.ts';
import { buildReport } from '../report/build-report.ts';
import { isPrecise } from './is-precise.ts';

const looks = [15, 30, 60];

/** Whether the first blocks of such a run are precise. */
function isPreciseAt(blocks: number, options: TimedRun): boolean {
  const { plan, trials } = timedRun({ looks, precision: 0.02, ...options });
  return isPrecise(
    plan,
    trials.filter(({ block }) => block <= blocks),
  );
}

test('a quiet machine is precise at the first look, a noisy one later or never', () => {
  expect(isPreciseAt(15, { deviation: 0.01 })).toBe(true);
  expect(isPreciseAt(15, { deviation: 0.05 })).toBe(false);
  expect(isPreciseAt(60, { deviation: 0.05 })).toBe(true);
  expect(isPreciseAt(60, { deviation: 0.5 })).toBe(false);
});

test('it is the width that counts, not the ratio', () => {
  for (const factor of [0.5, 1, 3]) {
    expect(
      isPreciseAt(15, { deviation: 0.01, factorOf: ({ target }) => (target === 'glibc' ? factor : 1) }),
    ).toBe(true);
  }
});

test('a run that ends when it is precise calls no more arms different that are the same than one that does not look', () => {
  const runs = 100;
  let different = 0;
  let early = 0;
  for (let seed = 0; seed < runs; seed += 1) {
    const files = timedRun({ looks, precision: 0.015, deviation: 0.025, seed });
    const blocks =
      looks.find((look) =>
        isPrecise(
          files.plan,
          files.trials.filter(({ block }) => block <= look),
        ),
      ) ?? 60;
    if (blocks < 60) early += 1;
    const stops = blocks < 60 ? [{ section: 0, blocks, reason: 'precision' as const }] : [];
    const { comparisons } = buildReport(makeRun(files, 'id', stops));
    const verdict = comparisons.find((row) => row.primary && !row.control)?.verdict;
    if (verdict !== 'equivalent' && verdict !== 'unsettled') different += 1;
  }
  expect(early).toBeGreaterThan(runs / 2);
  expect(different / runs).toBeLessThanOrEqual(0.065);
}, 60_000);

test('one comparison that is not known well keeps the run going, one that has no data does not', () => {
  const targets = ['musl', 'glibc', 'glibc+jemalloc'];
  const failed = { state: 'failed', reason: 'timeout', detail: '', stderrTail: '' } as const;
  const failing = (block: number) => ({
    ...{ targets, deviation: 0.01 },
    lost: (arm: { target: string }, planned: { block: number }) =>
      arm.target === 'glibc+jemalloc' && planned.block > block ? failed : null,
  });
  expect(isPreciseAt(15, failing(4))).toBe(false);
  expect(isPreciseAt(15, failing(0))).toBe(true);
});

test('a run that ended at a look is loaded as ended, with nothing missing', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'numa-lab-stop-'));
  const files = timedRun({ looks, precision: 0.02 });
  await writeRun(directory, { ...files, trials: files.trials.filter(({ block }) => block <= 15) });
  await writeFile(
    join(directory, 'stops.json'),
    JSON.stringify({ schema: 1, stops: [{ section: 0, blocks: 15, reason: 'precision' }] }),
  );
  const loaded = await loadRun(directory);
  if (loaded.state === 'problem') throw new Error(loaded.message);
  const report = buildReport(loaded.run);
  expect(report.run).toMatchObject({ unrecorded: 0, family: { look: 1, ended: 'precision', blocks: 15 } });
  await writeFile(join(directory, 'stops.json'), '{"schema":1,"stops":[]}');
  expect(await loadRun(directory)).toMatchObject({
    state: 'problem',
    message: expect.stringContaining('stops.json'),
  });
});
