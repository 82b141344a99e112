import { expect, test } from 'vitest';
import type { MemoryCheckpoint } from '../../results/schema/counts.ts';
import { makeArm, makeRun, makeRunFiles, makeVirtualSection } from '../../test/fixtures/runs/make-run.ts';
import { armOf, completedTrials } from '../load/run.ts';
import { giveBack, operationsToHalve } from './give-back.ts';
import {
  checkpointFragmentation,
  fragmentation,
  highestResidentBytes,
  lazyFreeBytes,
  nodeResidentBytes,
  peakResidentBytes,
  residentBytes,
  residentSeriesBytes,
} from './memory.ts';
import type { CountMetric } from './metric.ts';
import { peakLiveBytes, peakResidentOverPeakLive } from './peak-over-live.ts';

/** A checkpoint; with `operations` a point of a series. */
function point(
  checkpoint: string,
  anonymousBytes: number,
  liveBytes: number,
  operations?: number,
  nodes: MemoryCheckpoint['nodes'] = [],
): MemoryCheckpoint {
  const base = { checkpoint, residentBytes: anonymousBytes, anonymousBytes, liveBytes, nodes };
  return {
    ...base,
    lazyFreeBytes: 5,
    peakResidentBytes: 900,
    ...(operations === undefined ? {} : { operations }),
  };
}

/** What a metric reads of a trial whose processes had these checkpoints. */
function read(metric: CountMetric, ...processes: readonly (readonly MemoryCheckpoint[])[]) {
  const [process] = makeArm({ id: 'a', workload: 'w', target: 'musl' }).processes;
  if (process === undefined) throw new Error('no process');
  const arm = makeArm({ id: 'a', workload: 'w', target: 'musl', processes: processes.map(() => process) });
  const files = makeRunFiles([makeVirtualSection([arm], 1)], () => ({
    state: 'completed',
    processes: processes.map((memory) => ({ counts: { memory: [...memory] } })),
  }));
  const [section] = makeRun(files).sections;
  const trial = section && completedTrials(section)[0];
  if (section === undefined || trial === undefined) throw new Error('no trial');
  return metric.read(trial, armOf(section, trial));
}

const still = [point('start', 100, 0), point('end', 400, 200), point('freed', 150, 0)];

/** Peaks in the second round; half of the excess of 240 is gone by the second look. */
const course = [
  point('start', 100, 0, undefined, [{ node: 0, bytes: 60 }]),
  point('r1 grown', 500, 300, 10),
  point('r2 grown', 600, 400, 20, [
    { node: 0, bytes: 200 },
    { node: 1, bytes: 300 },
  ]),
  point('thinned', 360, 20, 20),
  point('end', 360, 20),
  point('settled 1', 300, 30, 22),
  point('settled 2', 240, 20, 24),
  point('settled 4', 700, 20, 28),
  point('freed', 200, 0),
  point('purged', 125, 0),
];

test('the resident set is what came after start', () => {
  expect(read(residentBytes, still)).toEqual([
    { subject: 'end', value: 300 },
    { subject: 'freed', value: 50 },
  ]);
  expect(read(lazyFreeBytes, still)).toContainEqual({ subject: 'end', value: 5 });
  expect(read(peakResidentBytes, still)).toContainEqual({ subject: 'end', value: 900 });
});

test('points of a series stand apart from the checkpoints that the text shows', () => {
  expect(read(residentBytes, course).map(({ subject }) => subject)).toEqual(['end', 'freed', 'purged']);
  expect(read(residentSeriesBytes, course)).toContainEqual({ subject: 'r2 grown', value: 500 });
  expect(read(residentSeriesBytes, still)).toEqual([]);
});

test('processes are added at the same checkpoint, not peak by peak', () => {
  const first = [
    point('start', 100, 0),
    point('r1', 500, 300, 1),
    point('r2', 200, 50, 1),
    point('end', 200, 50),
  ];
  const second = [
    point('start', 50, 0),
    point('r1', 60, 5, 0),
    point('r2', 400, 300, 1),
    point('end', 150, 50),
  ];
  // 450 and 100 + 350, not 400 + 350.
  expect(read(highestResidentBytes, first, second)).toEqual([{ subject: '', value: 450, at: 'r2' }]);
});

test('resident bytes of a node are its own less those at start, also where start had none', () => {
  expect(read(nodeResidentBytes, course).slice(0, 3)).toEqual([
    { subject: 'r1 grown, node 0', value: -60 },
    { subject: 'r2 grown, node 0', value: 140 },
    { subject: 'r2 grown, node 1', value: 300 },
  ]);
});

test('fragmentation is taken where the resident set is largest up to `end`, and says where', () => {
  expect(read(fragmentation, course)).toEqual([{ subject: '', value: 0.25, at: 'r2 grown' }]);
  expect(read(fragmentation, still)).toEqual([{ subject: '', value: 0.5 }]);
  expect(read(checkpointFragmentation, course)).toContainEqual({ subject: 'thinned', value: 12 });
  expect(read(checkpointFragmentation, still)).toEqual([{ subject: 'end', value: 0.5 }]);
});

test('peak resident over peak live takes each where it is largest up to `end`', () => {
  // 500 of r2 over the 450 that were live in r1.
  const apart = course.map((one) => (one.checkpoint === 'r1 grown' ? { ...one, liveBytes: 450 } : one));
  expect(read(peakResidentOverPeakLive, apart)).toEqual([{ subject: '', value: 500 / 450, at: 'r2 grown' }]);
  expect(read(peakLiveBytes, apart)).toEqual([{ subject: '', value: 450 }]);
  expect(read(peakResidentOverPeakLive, still)).toEqual([{ subject: '', value: 1.5 }]);
});

test('processes whose peaks follow one another have one peak of live bytes together', () => {
  const [first, second] = [true, false].map((isFirst) => [
    point('start', 0, 0),
    point('g0 grown', isFirst ? 500 : 0, isFirst ? 400 : 0, 1),
    point('g1 grown', 500, isFirst ? 0 : 400, 2),
    point('end', 500, 0),
  ]);
  expect(read(peakResidentOverPeakLive, first ?? [], second ?? [])).toEqual([
    { subject: '', value: 2.5, at: 'g1 grown' },
  ]);
});

test.each([fragmentation, peakResidentOverPeakLive])(
  'blocks that were not written whole have no $name',
  (metric) => {
    const unwritten = [point('start', 100, 0), point('end', 150, 4000)];
    expect(read(metric, unwritten)).toEqual([
      { subject: '', unavailable: 'less is resident than live: blocks were not written whole' },
    ]);
  },
);

test.each([fragmentation, peakResidentOverPeakLive, peakLiveBytes])(
  'a workload with nothing live has no $name, and nothing to say about it',
  (metric) => {
    expect(read(metric, [point('start', 100, 0), point('end', 150, 0)])).toEqual([]);
  },
);

test('without a checkpoint at start the growth is unavailable', () => {
  const noStart = 'no checkpoint `start` to subtract';
  expect(read(residentBytes, still.slice(1))).toContainEqual({ subject: 'end', unavailable: noStart });
  expect(read(fragmentation, still.slice(1))).toEqual([{ subject: '', unavailable: noStart }]);
  expect(read(peakResidentOverPeakLive, still.slice(1))).toEqual([{ subject: '', unavailable: noStart }]);
  expect(read(residentBytes, still, still.slice(1))).toContainEqual({ subject: 'end', unavailable: noStart });
});

test('what is kept after everything is freed is a share of the largest resident set of the work', () => {
  expect(read(giveBack, course)).toEqual([
    { subject: 'freed', value: 0.2 },
    { subject: 'purged', value: 0.05 },
  ]);
});

test('with survivors, a purge is not what is left after everything is freed', () => {
  const withSurvivors = course.map((one) => (one.checkpoint === 'purged' ? { ...one, liveBytes: 20 } : one));
  expect(read(giveBack, withSurvivors)).toEqual([{ subject: 'freed', value: 0.2 }]);
});

test('the excess is halved at the first look at which no more than half of it is left', () => {
  expect(read(operationsToHalve, course)).toEqual([{ subject: '', value: 4 }]);
  expect(read(operationsToHalve, still)).toEqual([]);
});

test('an excess that was not halved, or that was never there, is said and no number', () => {
  const kept = course.filter(({ checkpoint }) => checkpoint !== 'settled 2');
  expect(read(operationsToHalve, kept)).toEqual([
    { subject: '', unavailable: 'it was not halved in 8 operations' },
  ]);
  const lean = course.map((one) => (one.checkpoint === 'thinned' ? { ...one, liveBytes: 220 } : one));
  expect(read(operationsToHalve, lean)).toEqual([
    { subject: '', unavailable: 'there was hardly any excess: it had been given back by then' },
  ]);
});
