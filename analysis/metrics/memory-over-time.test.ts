import { expect, test } from 'vitest';
import type { MemoryOverTime, ProcessCounts } from '../../results/schema/counts.ts';
import { makeArm, makeRun, makeRunFiles, makeVirtualSection } from '../../test/fixtures/runs/make-run.ts';
import { completedTrials } from '../load/run.ts';
import { sampledMeanBytes, sampledPeakBytes } from './memory-over-time.ts';
import type { Reading } from './metric.ts';

type Sampled = Extract<MemoryOverTime, { state: 'sampled' }>;

function seriesOf(anonymousBytes: number[], changes: Partial<Sampled> = {}): Sampled {
  return {
    state: 'sampled',
    residentBytes: anonymousBytes.map((bytes) => bytes + 1_000_000),
    anonymousBytes,
    walks: { sample: [], anonymousBytes: [], lazyFreeBytes: [], nodes: [] },
    missed: 0,
    dropped: 0,
    ...changes,
  };
}

/** Peak and mean of a trial whose processes have these series. */
function read(...series: readonly (MemoryOverTime | undefined)[]): readonly (readonly Reading[])[] {
  const base = makeArm({ id: 'a', workload: 'w', target: 'musl' });
  const arm = { ...base, processes: series.flatMap(() => base.processes) };
  const counts = series.map((one): Partial<ProcessCounts> => (one ? { memoryOverTime: one } : {}));
  const files = makeRunFiles([makeVirtualSection([arm], 1)], () => ({
    state: 'completed',
    processes: counts.map((one) => ({ counts: one })),
  }));
  const [section] = makeRun(files).sections;
  const [trial] = section === undefined ? [] : completedTrials(section);
  if (trial === undefined) throw new Error('no trial');
  return [sampledPeakBytes, sampledMeanBytes].map((metric) => metric.read(trial, arm));
}

test('peak and mean are growth since the first sample', () => {
  expect(read(seriesOf([100, 500, 900, 300, 100]))).toEqual([
    [{ subject: '', value: 800 }],
    [{ subject: '', value: 280 }],
  ]);
});

test('processes are summed, each with its own highest sample', () => {
  const [peak, mean] = read(seriesOf([0, 10, 0, 0, 0]), seriesOf([50, 50, 50, 50, 70]));
  expect(peak).toEqual([{ subject: '', value: 30 }]);
  expect(mean).toEqual([{ subject: '', value: 6 }]);
});

test('a trial that was not sampled has no value, and no reason is needed', () => {
  expect(read(undefined)).toEqual([[], []]);
});

test('a series that does not report is unavailable, with the reason', () => {
  const reasonOf = (...series: readonly MemoryOverTime[]) => read(...series)[0]?.[0];
  const good = seriesOf([0, 1, 2, 3, 4]);
  expect(reasonOf(good, { state: 'unavailable', reason: 'EACCES' })).toEqual({
    subject: '',
    unavailable: 'EACCES',
  });
  expect(reasonOf(seriesOf([0, 1, 2, 3]))).toMatchObject({
    unavailable: 'fewer than 5 samples: ask for more a second',
  });
  expect(reasonOf(seriesOf([0, 1, 2, 3, 4], { dropped: 1 }))).toMatchObject({
    unavailable: 'more samples than are kept: ask for fewer a second',
  });
});
