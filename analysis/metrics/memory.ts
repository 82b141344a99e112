import type { MemoryCheckpoint } from '../../results/schema/counts.ts';
import type { CompletedTrial } from '../../results/schema/trial.ts';
import { groupBy } from '../group-by.ts';
import { type CountMetric, type Reading, ratioReading } from './metric.ts';

const base = {
  unit: 'B',
  kind: 'count',
  where: 'any',
  source: '`memory`: Anonymous of /proc/self/smaps_rollup, threads parked',
  scheduleDependent: 'racing',
  compareAs: null,
  inText: false,
} as const;

/** One checkpoint summed over the processes of a trial, `anonymousBytes` less its value at `start`. */
interface Growth {
  readonly checkpoint: string;
  readonly residentBytes: number | null;
  readonly lazyFreeBytes: number;
  readonly peakBytes: number;
  readonly liveBytes: number;
}

const noStart = 'no checkpoint `start` to subtract';

export const residentBytes: CountMetric = {
  ...base,
  id: 'M1',
  name: 'resident_bytes',
  title: 'Resident set',
  short: 'resident',
  formula:
    'anonymous resident memory at the checkpoint less that just before the first allocation, all processes',
  compareAs: 'ratio',
  inText: true,
  read: (trial) =>
    growth(trial).map(({ checkpoint, residentBytes: bytes }) =>
      bytes === null ? { subject: checkpoint, unavailable: noStart } : { subject: checkpoint, value: bytes },
    ),
};

export const lazyFreeBytes: CountMetric = {
  ...base,
  id: 'M1',
  name: 'lazy_free_bytes',
  title: 'Memory given back lazily',
  short: 'lazy free',
  source: '`memory`: LazyFree of /proc/self/smaps_rollup, threads parked',
  formula: 'LazyFree of smaps_rollup at the checkpoint: resident still, but the kernel may take it',
  read: (trial) => growth(trial).map((g) => ({ subject: g.checkpoint, value: g.lazyFreeBytes })),
};

export const peakResidentBytes: CountMetric = {
  ...base,
  id: 'M1',
  name: 'peak_resident_bytes',
  title: 'Peak resident set of the process',
  short: 'peak',
  source: '`memory`: VmHWM of /proc/self/status, threads parked',
  formula: 'VmHWM at the checkpoint: the whole process with its text and the harness',
  read: (trial) => growth(trial).map((g) => ({ subject: g.checkpoint, value: g.peakBytes })),
};

export const fragmentation: CountMetric = {
  ...base,
  id: 'M2',
  name: 'fragmentation_ratio',
  title: 'Fragmentation',
  short: 'fragm.',
  unit: '1',
  formula: '(resident set M1 - live bytes) / live bytes, live = sum of the requested sizes',
  inText: true,
  read: (trial) => growth(trial).filter(hasLive).map(fragmentationReading),
};

function hasLive(checkpoint: Growth): boolean {
  return checkpoint.liveBytes > 0;
}

function fragmentationReading({ checkpoint, residentBytes: bytes, liveBytes }: Growth): Reading {
  if (bytes === null) return { subject: checkpoint, unavailable: noStart };
  return ratioReading(checkpoint, bytes - liveBytes, liveBytes, 'no live byte');
}

function growth(trial: CompletedTrial): readonly Growth[] {
  const perProcess = trial.processes.map(({ counts }) => counts.memory);
  const checkpoints = groupBy(perProcess.flat(), (memory) => memory.checkpoint);
  const startBytes = sum(checkpoints.get('start') ?? [], 'anonymousBytes');
  // A process without `start` would make the difference a mixture of growth and absolute size.
  const hasStart = perProcess.every((memory) => memory.some(({ checkpoint }) => checkpoint === 'start'));
  return [...checkpoints]
    .filter(([checkpoint]) => checkpoint !== 'start')
    .map(([checkpoint, group]) => ({
      checkpoint,
      residentBytes: hasStart ? sum(group, 'anonymousBytes') - startBytes : null,
      lazyFreeBytes: sum(group, 'lazyFreeBytes'),
      peakBytes: sum(group, 'peakResidentBytes'),
      liveBytes: sum(group, 'liveBytes'),
    }));
}

type ByteField = 'anonymousBytes' | 'lazyFreeBytes' | 'peakResidentBytes' | 'liveBytes';

function sum(checkpoints: readonly MemoryCheckpoint[], field: ByteField): number {
  return checkpoints.reduce((total, checkpoint) => total + checkpoint[field], 0);
}
