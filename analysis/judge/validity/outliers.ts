import { counted } from '../../../results/text/counted.ts';
import {
  nameSeries,
  readTimedSeries,
  type TimedSeries,
  type TrialCosts,
} from '../../estimate/timed-series.ts';
import { doubleMadOutliers } from '../../stats/double-mad.ts';
import { median } from '../../stats/median.ts';
import { hasBlocks, type SectionCheck } from './check.ts';

/** Below it a deviation is hardly known, and labels would be drawn by chance. */
const fewestTrials = 10;
const mostLabelledRatio = 0.15;
const mostNamed = 4;

interface Label {
  readonly text: string;
  readonly score: number;
}

/**
 * Trials whose median pass lies beyond 3.5 double MADs of its arm, with their cause where the record tells one. They are labelled and never
 * dropped: rank methods bear them. A warning only where they are so many that they are no exceptions.
 */
export const outliersLabelled: SectionCheck = (section, _index, run) => {
  if (section.section.machine !== 'host' || !hasBlocks(section)) return null;
  const series = readTimedSeries(section).filter(({ trials }) => trials.length >= fewestTrials);
  if (series.length === 0) return null;
  const trials = series.reduce((sum, one) => sum + one.trials.length, 0);
  const labels = series
    .flatMap((one) => labelOutliers(one, run.plan.baseline))
    .sort((a, b) => b.score - a.score);
  const named = labels.slice(0, mostNamed).map(({ text }) => text);
  const more = labels.length > mostNamed ? [`and ${labels.length - mostNamed} more`] : [];
  const list = labels.length === 0 ? '' : `: ${[...named, ...more].join('; ')}`;
  return {
    id: 'outliers',
    verdict: labels.length > mostLabelledRatio * trials ? 'warn' : 'pass',
    seen: `${labels.length} of ${counted(trials, 'timed trial')} labelled, none dropped${list}`,
    threshold: `labelled beyond 3.5 double MADs; at most ${100 * mostLabelledRatio} % of trials`,
    remedy: 'find what else ran at that time; do not drop trials',
  };
};

function labelOutliers(series: TimedSeries, baseline: string): readonly Label[] {
  const timed = series.trials.filter(({ costsNs }) => costsNs.length > 0);
  const costs = timed.map(({ costsNs }) => median(costsNs));
  const centre = costs.length === 0 ? 0 : median(costs);
  return doubleMadOutliers(costs).flatMap(({ index, value, score }) => {
    const trial = timed[index];
    if (trial === undefined) return [];
    const percent = 100 * (value / centre - 1);
    const size = `${percent > 0 ? '+' : ''}${percent.toFixed(1)} %`;
    const text = `${nameSeries(series, baseline)} block ${trial.block} ${size}${describeCause(trial, timed)}`;
    return [{ text, score }];
  });
}

/** Told only where the trial was driven off its CPU far more often than its arm usually is. */
function describeCause(trial: TrialCosts, all: readonly TrialCosts[]): string {
  const known = all.flatMap(({ involuntarySwitches }) => involuntarySwitches ?? []);
  const own = trial.involuntarySwitches;
  if (own === null || known.length === 0) return ', cause unknown';
  const usual = median(known);
  return own >= 2 * usual + 5
    ? ` (${own} involuntary switches, usually ${Math.round(usual)})`
    : ', cause unknown';
}
