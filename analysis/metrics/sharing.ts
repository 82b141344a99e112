import type { Census, UnitSharing } from '../../results/schema/counts.ts';
import type { MetricName } from '../../results/schema/metric-name.ts';
import type { CompletedTrial } from '../../results/schema/trial.ts';
import { groupBy } from '../load/group-by.ts';
import { type CountMetric, type Reading, ratioReading } from './metric.ts';
import { oncePerTrial } from './once-per-trial.ts';

const base = {
  unit: '1',
  kind: 'count',
  where: 'any',
  source: '`census`: addresses and usable sizes of live objects, threads parked',
  scheduleDependent: 'racing',
  compareAs: 'difference',
  inText: false,
} as const;

const noObject = 'no live object';

/** Line, page and region, by their place in a census. */
function sharingRatio(
  name: MetricName,
  unit: string,
  short: string,
  place: number,
  inText: boolean,
): CountMetric {
  return {
    ...base,
    id: 'L3',
    name,
    title: `Share of objects that share a ${unit} with another node's`,
    short,
    formula: `live objects on a ${unit} that also holds an object owned from another node / live objects, by address`,
    inText,
    read: (trial) =>
      subjectsOf(trial).map(([subject, counts]) =>
        ratioReading(
          subject,
          sum(counts, (one) => sharingOf(one, place).objects),
          objectsOf(counts),
          noObject,
        ),
      ),
  };
}

export const pageSharing = sharingRatio('page_sharing_ratio', 'page', 'page', 1, true);
export const regionSharing = sharingRatio('region_sharing_ratio', '2 MiB region', 'region', 2, false);
export const lineSharing = sharingRatio('line_sharing_ratio', '64 B line', 'line', 0, false);

/** L4: beside L1 and L3, because long runs hide sharing. */
export const runLength: CountMetric = {
  ...base,
  id: 'L4',
  name: 'mean_run_objects',
  title: 'Mean run of neighbours owned from one node',
  short: 'run',
  formula: 'live objects / longest stretches of neighbours in address order that are owned from one node',
  inText: true,
  read: (trial) =>
    subjectsOf(trial).map(([subject, counts]) =>
      ratioReading(
        subject,
        objectsOf(counts),
        sum(counts, (one) => one.runs),
        noObject,
      ),
    ),
};

/** M3: what size classes cost. An allocator whose usable size is the requested one has none by this measure. */
export const internalFragmentation: CountMetric = {
  ...base,
  id: 'M3',
  name: 'internal_fragmentation_ratio',
  title: 'Internal fragmentation',
  short: 'internal',
  formula: '(usable bytes by malloc_usable_size - requested bytes) / usable bytes of live blocks',
  read: (trial) => subjectsOf(trial).map(([subject, counts]) => fragmentationReading(subject, counts)),
};

function fragmentationReading(subject: string, counts: readonly Census[]): Reading {
  const classes = counts.flatMap((one) => one.classes);
  if (classes.some((one) => one.usableBytes === undefined)) {
    return { subject, unavailable: 'objects that malloc did not return have no usable size' };
  }
  const usable = sum(classes, (one) => one.usableBytes ?? 0);
  return ratioReading(subject, usable - sum(classes, (one) => one.requestedBytes), usable, noObject);
}

/** Censuses of the same objects at the same checkpoint in all processes of a trial, by name: `live at end`. */
const subjectsOf = oncePerTrial(groupCensuses);

function groupCensuses(trial: CompletedTrial): readonly (readonly [string, readonly Census[]])[] {
  const counts = trial.processes.flatMap((process) => process.counts.census);
  return [...groupBy(counts, subjectOf)];
}

function subjectOf({ subject, checkpoint }: Census): string {
  return subject === checkpoint ? subject : `${subject} at ${checkpoint}`;
}

function sharingOf(census: Census, place: number): UnitSharing {
  const sharing = census.sharing[place];
  if (sharing === undefined) throw new Error(`a census without unit ${place} was accepted`);
  return sharing;
}

function objectsOf(counts: readonly Census[]): number {
  return sum(counts, (one) => one.objects);
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
