import { type Growth, growthOfWork, highestGrowth } from './memory-growth.ts';
import { type CountMetric, type Reading, ratioReading } from './metric.ts';

const base = {
  id: 'M2',
  kind: 'count',
  where: 'any',
  source: '`memory`: Anonymous of /proc/self/smaps_rollup and the requested sizes, threads parked',
  scheduleDependent: 'racing',
} as const;

/** Of all processes together: memory that one has given back is there for the others. */
export const peakResidentOverPeakLive: CountMetric = {
  ...base,
  name: 'peak_resident_over_peak_live_ratio',
  title: 'Peak resident over peak live',
  short: 'peak/live',
  unit: '1',
  compareAs: 'ratio',
  formula:
    'largest resident set M1 / largest live set, each over all checkpoints up to `end` and not always the same one, live = sum of the requested sizes; processes are added checkpoint by checkpoint',
  inText: true,
  read: (trial) => {
    const work = growthOfWork(trial);
    const live = peakLive(work);
    if (live === 0) return [];
    const highest = highestGrowth(work);
    if (highest === undefined) return [{ subject: '', unavailable: 'no checkpoint `start` to subtract' }];
    const reading = overLive(highest.residentBytes, live);
    return [work.length > 1 ? { ...reading, at: highest.checkpoint } : reading];
  },
};

/** What the ratio is taken of: where it is small, a fixed cost of the allocator is much of the ratio. */
export const peakLiveBytes: CountMetric = {
  ...base,
  name: 'peak_live_bytes',
  title: 'Largest live set',
  short: 'peak live',
  unit: 'B',
  // The workload's own, and the same under every target.
  compareAs: null,
  formula:
    'largest sum of the requested sizes of live blocks over the checkpoints up to `end`, all processes',
  inText: false,
  read: (trial) => {
    const live = peakLive(growthOfWork(trial));
    return live === 0 ? [] : [{ subject: '', value: live }];
  },
};

function peakLive(work: readonly Growth[]): number {
  return Math.max(0, ...work.map(({ liveBytes }) => liveBytes));
}

function overLive(residentBytes: number, liveBytes: number): Reading {
  // Pages that nobody wrote are not resident, and say nothing about the allocator.
  return residentBytes < liveBytes
    ? { subject: '', unavailable: 'less is resident than live: blocks were not written whole' }
    : ratioReading('', residentBytes, liveBytes, 'no live byte');
}
