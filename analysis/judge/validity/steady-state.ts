import { nameSeries, readTimedSeries, type TimedSeries } from '../../estimate/timed-series.ts';
import { median } from '../../stats/median.ts';
import { signedRankInterval } from '../../stats/signed-rank-interval.ts';
import { signedRankTest } from '../../stats/signed-rank-test.ts';
import { smallestP } from '../../stats/smallest-p.ts';
import { advise, fewestBlocksForAdvice, type TestedSeries } from './advice.ts';
import { hasBlocks, type SectionCheck } from './check.ts';

/** A pass may cost so much more or less at the end of a trial than at its beginning; as a logarithm. */
const margin = Math.log(1.03);
/** Two in each half; the middle one of five is left out. */
const fewestPasses = 4;

/**
 * Passes cost the same at the end of a trial as at its beginning. One number per trial, the logarithm of the median of its
 * second half of passes over that of its first, because the passes of one process are not independent; an alarm where
 * the exact signed-rank test puts their centre beyond the margin.
 */
export const stateSteady: SectionCheck = (section, _index, run) => {
  if (section.section.machine !== 'host' || !hasBlocks(section)) return null;
  if (section.section.blocks < fewestBlocksForAdvice) return null;
  const tested = readTimedSeries(section).flatMap((series) => test(series, run.plan.baseline));
  return advise(
    {
      id: 'steady-state',
      threshold: 'second half of the passes of a trial within 3 % of its first half, in every arm',
      remedy: 'use more warm-up passes, or more operations in each',
      of: 'timed arm',
    },
    tested,
    `no timed arm has ${fewestPasses} passes in each of ${fewestBlocksForAdvice} trials`,
  );
};

function test(series: TimedSeries, baseline: string): readonly TestedSeries[] {
  const trends = series.trials.flatMap(({ costsNs }) => trendOf(costsNs));
  const point = signedRankInterval(trends, 0.95)?.point;
  if (point === undefined) return [];
  const beyond = point > 0 ? trends.map((trend) => trend - margin) : trends.map((trend) => trend + margin);
  return [
    {
      name: nameSeries(series, baseline),
      pValue: Math.abs(point) <= margin ? 1 : signedRankTest(beyond).pValue,
      smallestP: smallestP(trends.length),
      finding: `${point > 0 ? '+' : ''}${(100 * Math.expm1(point)).toFixed(1)} % from first to second half`,
    },
  ];
}

function trendOf(costsNs: readonly number[]): readonly number[] {
  if (costsNs.length < fewestPasses) return [];
  const half = Math.floor(costsNs.length / 2);
  return [Math.log(median(costsNs.slice(-half)) / median(costsNs.slice(0, half)))];
}
