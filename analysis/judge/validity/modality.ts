import { mean } from 'simple-statistics';
import { readTimedSeries, type TimedSeries } from '../../estimate/timed-series.ts';
import { groupBy } from '../../load/group-by.ts';
import { dipTest, fewestForDip } from '../../stats/dip-test.ts';
import { mValue } from '../../stats/m-value.ts';
import { findModes } from '../../stats/modes.ts';
import { advise, fewestBlocksForAdvice, type TestedSeries } from './advice.ts';
import { hasBlocks, type SectionCheck } from './check.ts';

/** The least p that the dip test's simulated table has. */
const smallestDipP = 1 / 2000;

/**
 * Passes cost one thing, not now this and now that: a median of two modes is neither. Passes are compared with the geometric mean of their own
 * trial, because trials differ by the layout they drew, and pooled over the arms of a workload, because one arm has fewer than the
 * 200 that the dip test needs. A pool of unimodal deviations of different size is unimodal.
 */
export const oneMode: SectionCheck = (section) => {
  if (section.section.machine !== 'host' || !hasBlocks(section)) return null;
  if (section.section.blocks < fewestBlocksForAdvice) return null;
  const pools = [
    ...groupBy(readTimedSeries(section), ({ arm, measure }) =>
      JSON.stringify([arm.workload, measure]),
    ).values(),
  ];
  return advise(
    {
      id: 'modality',
      threshold: `one mode of the cost of a pass within its trial (dip test, ${fewestForDip} passes or more)`,
      remedy: 'read the modes beside the median; comparisons stay as they are',
      of: 'timed measure',
    },
    pools.flatMap(test),
    `no measure has ${fewestForDip} passes in trials of two or more`,
  );
};

function test(pool: readonly TimedSeries[]): readonly TestedSeries[] {
  const [first] = pool;
  const deviations = pool.flatMap(({ trials }) => trials.flatMap(({ costsNs }) => deviationsOf(costsNs)));
  const dip = first === undefined ? null : dipTest(deviations);
  if (first === undefined || dip === null) return [];
  const { arm, measure } = first;
  return [
    {
      name: measure === arm.workload ? measure : `${arm.workload} ${measure}`,
      pValue: dip.pValue,
      smallestP: smallestDipP,
      finding: describeModes(deviations),
    },
  ];
}

/** A trial of one pass is its own mean. */
function deviationsOf(costsNs: readonly number[]): readonly number[] {
  if (costsNs.length < 2) return [];
  const logs = costsNs.map(Math.log);
  const centre = mean(logs);
  return logs.map((log) => log - centre);
}

function describeModes(deviations: readonly number[]): string {
  const modes = (findModes(deviations) ?? []).map(
    ({ location, weight }) =>
      `${location > 0 ? '+' : ''}${(100 * Math.expm1(location)).toFixed(1)} % (weight ${weight.toFixed(2)})`,
  );
  const m = mValue(deviations);
  const shape = m === null ? '' : `, mvalue ${m.toFixed(1)}`;
  return `modes at ${modes.join(' and ')} of the mean of a trial in ${deviations.length} passes${shape}`;
}
