import { median } from './median.ts';
import { signedRankInterval } from './signed-rank-interval.ts';

/**
 * Trend of the costs inside the trials of one arm, as the logarithm of second half over first half; one number per
 * trial, Hodges-Lehmann and its interval over trials. The state compares the interval with ± the margin.
 */
export type SteadyState =
  | { readonly state: 'too few'; readonly trials: number }
  | {
      readonly state: 'steady' | 'drifting' | 'unsettled';
      readonly point: number;
      readonly lower: number;
      readonly upper: number;
      readonly trials: number;
    };

/** Fewer samples per half have no useful median. */
const fewestSamples = 6;

/**
 * Whether trials measure a steady state: in each trial the median of its second half of samples is divided by that of
 * its first half (the middle sample of an odd number is left out). Halves and medians, because warm-up and growth are one-sided
 * and a few slow samples must not count as a trend; one number per trial, because samples of one process are not
 * independent. `samples`: per trial, positive costs in time order; `margin`: as a logarithm. `drifting` when the 95 % interval
 * lies wholly beyond the margin, `steady` when wholly within, else `unsettled`; `too few` below 6 usable trials.
 */
export function steadyState(samples: readonly (readonly number[])[], margin: number): SteadyState {
  const trends = samples.flatMap((trial) => {
    const trend = trendOf(trial);
    return trend === null ? [] : [trend];
  });
  const interval = signedRankInterval(trends, 0.95);
  if (interval === null) return { state: 'too few', trials: trends.length };
  const { point, lower, upper, n } = interval;
  const isInside = lower >= -margin && upper <= margin;
  const isBeyond = lower > margin || upper < -margin;
  return { state: isInside ? 'steady' : isBeyond ? 'drifting' : 'unsettled', point, lower, upper, trials: n };
}

/** Null for fewer than six samples or one that has no logarithm. */
function trendOf(samples: readonly number[]): number | null {
  if (samples.length < fewestSamples) return null;
  if (!samples.every((x) => Number.isFinite(x) && x > 0)) return null;
  const half = Math.floor(samples.length / 2);
  return Math.log(median(samples.slice(-half)) / median(samples.slice(0, half)));
}
