import { type Growth, growthOfWork, highestGrowth, readGrowth } from './memory-growth.ts';
import { type CountMetric, type Reading, ratioReading } from './metric.ts';

const base = {
  id: 'M1',
  unit: 'B',
  kind: 'count',
  where: 'any',
  source: '`memory`: Anonymous of /proc/self/smaps_rollup, threads parked',
  scheduleDependent: 'racing',
  compareAs: null,
  inText: false,
} as const;

const noStart = 'no checkpoint `start` to subtract';

export const residentBytes: CountMetric = {
  ...base,
  name: 'resident_bytes',
  title: 'Resident set',
  short: 'resident',
  formula:
    'anonymous resident memory at the checkpoint less that just before the first allocation, all processes',
  compareAs: 'ratio',
  inText: true,
  read: (trial) => residentReadings(readGrowth(trial).filter(({ operations }) => operations === null)),
};

/** A series has too many points for the text; their largest stands there. */
export const residentSeriesBytes: CountMetric = {
  ...base,
  name: 'resident_series_bytes',
  title: 'Resident set in the course of the work',
  short: 'in course',
  formula: 'as M1 resident, at the points of a series',
  read: (trial) => residentReadings(readGrowth(trial).filter(({ operations }) => operations !== null)),
};

export const highestResidentBytes: CountMetric = {
  ...base,
  name: 'highest_resident_bytes',
  title: 'Largest resident set in the course of the work',
  short: 'largest',
  formula:
    'largest of the resident sets at the points of a series up to `end`; processes are added point by point',
  compareAs: 'ratio',
  inText: true,
  read: (trial) => {
    const highest = highestGrowth(growthOfWork(trial));
    if (highest === undefined || highest.operations === null) return [];
    return [{ subject: '', value: highest.residentBytes, at: highest.checkpoint }];
  },
};

export const nodeResidentBytes: CountMetric = {
  ...base,
  name: 'node_resident_bytes',
  title: 'Resident set by node',
  short: 'on node',
  source: '`memory`: /proc/self/numa_maps, threads parked',
  formula:
    'resident bytes of mappings without a file on the node (numa_maps) less those at `start`, all processes',
  read: (trial) =>
    readGrowth(trial).flatMap(({ checkpoint, nodes }) =>
      nodes.map(({ node, bytes }) => ({ subject: `${checkpoint}, node ${node}`, value: bytes })),
    ),
};

export const lazyFreeBytes: CountMetric = {
  ...base,
  name: 'lazy_free_bytes',
  title: 'Memory given back lazily',
  short: 'lazy free',
  source: '`memory`: LazyFree of /proc/self/smaps_rollup, threads parked',
  formula: 'LazyFree of smaps_rollup at the checkpoint: resident still, but the kernel may take it',
  read: (trial) => readGrowth(trial).map((g) => ({ subject: g.checkpoint, value: g.lazyFreeBytes })),
};

export const peakResidentBytes: CountMetric = {
  ...base,
  name: 'peak_resident_bytes',
  title: 'Peak resident set of the process',
  short: 'peak',
  source: '`memory`: VmHWM of /proc/self/status, threads parked',
  formula: 'VmHWM at the checkpoint: the whole process with its text and the harness',
  read: (trial) => readGrowth(trial).map((g) => ({ subject: g.checkpoint, value: g.peakBytes })),
};

/** The text has peak resident over peak live, which is 1 more where both peaks are at one checkpoint. */
export const fragmentation: CountMetric = {
  ...base,
  id: 'M2',
  name: 'fragmentation_ratio',
  title: 'Fragmentation',
  short: 'fragm.',
  unit: '1',
  compareAs: 'difference',
  formula:
    '(resident set M1 - live bytes) / live bytes at the checkpoint up to `end` with the largest resident set, live = sum of the requested sizes',
  inText: false,
  read: (trial) => {
    const work = growthOfWork(trial);
    const highest = highestGrowth(work);
    if (hasLive(work).length === 0) return [];
    if (highest === undefined) return [{ subject: '', unavailable: noStart }];
    const reading = fragmentationReading(highest, '');
    return [work.length > 1 ? { ...reading, at: highest.checkpoint } : reading];
  },
};

export const checkpointFragmentation: CountMetric = {
  ...base,
  id: 'M2',
  name: 'checkpoint_fragmentation_ratio',
  title: 'Fragmentation by checkpoint',
  short: 'by point',
  unit: '1',
  formula: '(resident set M1 - live bytes) / live bytes at each checkpoint where anything is live',
  read: (trial) =>
    hasLive(readGrowth(trial)).map((growth) => fragmentationReading(growth, growth.checkpoint)),
};

function residentReadings(checkpoints: readonly Growth[]): readonly Reading[] {
  return checkpoints.map(({ checkpoint, residentBytes: bytes }) =>
    bytes === null ? { subject: checkpoint, unavailable: noStart } : { subject: checkpoint, value: bytes },
  );
}

function hasLive(checkpoints: readonly Growth[]): readonly Growth[] {
  return checkpoints.filter(({ liveBytes }) => liveBytes > 0);
}

function fragmentationReading({ residentBytes: bytes, liveBytes }: Growth, subject: string): Reading {
  if (bytes === null) return { subject, unavailable: noStart };
  // Pages that nobody wrote are not resident, and say nothing about the allocator.
  if (liveBytes > bytes)
    return { subject, unavailable: 'less is resident than live: blocks were not written whole' };
  return ratioReading(subject, bytes - liveBytes, liveBytes, 'no live byte');
}
