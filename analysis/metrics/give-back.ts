import { type Growth, growthOfWork, highestGrowth, type KnownGrowth, readGrowth } from './memory-growth.ts';
import { type CountMetric, type Reading, ratioReading } from './metric.ts';

/** Less excess than this share of the largest resident set has been given back already. */
const leastExcessShare = 0.1;

const base = {
  id: 'M5',
  kind: 'count',
  where: 'any',
  source: '`memory`: Anonymous of /proc/self/smaps_rollup, threads parked',
  scheduleDependent: 'racing',
  compareAs: 'difference',
  inText: true,
} as const;

export const giveBack: CountMetric = {
  ...base,
  name: 'kept_after_free_ratio',
  title: 'Resident set after everything is freed, of the largest',
  short: 'kept',
  unit: '1',
  formula:
    'resident set M1 with nothing live / largest up to `end`; freed: as the allocator leaves it, purged: after it was made to give back what it can',
  read: (trial) => {
    const highest = highestGrowth(growthOfWork(trial));
    if (highest === undefined) return [];
    return readGrowth(trial)
      .filter(isEmptied)
      .map(({ checkpoint, residentBytes }) =>
        ratioReading(checkpoint, residentBytes, highest.residentBytes, 'nothing was ever resident'),
      );
  },
};

export const operationsToHalve: CountMetric = {
  ...base,
  name: 'operations_to_halve_excess',
  title: 'Operations until half of the excess is given back',
  short: 'to halve',
  unit: 'op',
  formula: `operations of all threads after the last phase until (resident - live) is at most half of what it was there, to the next look (doublings); none where it was below ${leastExcessShare} of the largest resident set`,
  read: (trial) => {
    const work = growthOfWork(trial);
    const thinned = work.filter(isInSeries).at(-1);
    const settling = readGrowth(trial).slice(work.length).filter(isInSeries);
    const highest = highestGrowth(work);
    if (thinned === undefined || settling.length === 0 || highest === undefined) return [];
    return [halvingReading(thinned, settling, highest)];
  },
};

type SeriesPoint = KnownGrowth & { readonly operations: number };

function isInSeries(growth: Growth): growth is SeriesPoint {
  return growth.operations !== null && growth.residentBytes !== null;
}

function isEmptied(growth: Growth): growth is KnownGrowth {
  const isNamed = growth.checkpoint === 'freed' || growth.checkpoint === 'purged';
  return isNamed && growth.liveBytes === 0 && growth.residentBytes !== null;
}

function halvingReading(
  thinned: SeriesPoint,
  settling: readonly SeriesPoint[],
  highest: KnownGrowth,
): Reading {
  const excess = thinned.residentBytes - thinned.liveBytes;
  if (excess < leastExcessShare * highest.residentBytes) {
    return { subject: '', unavailable: 'there was hardly any excess: it had been given back by then' };
  }
  const halved = settling.find(({ residentBytes, liveBytes }) => residentBytes - liveBytes <= excess / 2);
  const operations = ({ operations: done }: SeriesPoint) => done - thinned.operations;
  if (halved !== undefined) return { subject: '', value: operations(halved) };
  const last = settling.at(-1);
  const watched = last === undefined ? 0 : operations(last);
  return { subject: '', unavailable: `it was not halved in ${watched} operations` };
}
