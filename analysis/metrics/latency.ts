import type { MetricName } from '../../results/schema/metric-name.ts';
import type { CompletedTrial } from '../../results/schema/trial.ts';
import { groupBy } from '../load/group-by.ts';
import { type Histogram, histogramQuantile } from '../stats/histogram-quantile.ts';
import { mergeHistograms } from '../stats/merge-histograms.ts';
import type { Reading, TimedTrial, TimeMetric } from './metric.ts';
import { oncePerTrial } from './once-per-trial.ts';

const quantiles = [
  { label: 'p50', q: 0.5, inText: true, pooled: false },
  { label: 'p90', q: 0.9, inText: false, pooled: false },
  { label: 'p99', q: 0.99, inText: true, pooled: true },
  { label: 'p999', q: 0.999, inText: false, pooled: true },
  // No resample has a larger one than was seen: a maximum has no such interval.
  { label: 'max', q: 1, inText: false, pooled: false },
] as const;

/** Quantiles that are estimated from the observations of all blocks together, where there are enough blocks. */
export const pooledLatencyQuantiles: readonly { readonly metric: MetricName; readonly q: number }[] =
  quantiles.filter(({ pooled }) => pooled).map(({ label, q }) => ({ metric: nameOf(label), q }));

function nameOf<Label extends string>(label: Label): `latency_${Label}_seconds` {
  return `latency_${label}_seconds`;
}

const overBlocks = 'median over blocks';
const overAll =
  'of all blocks together, with a percentile bootstrap over blocks; below six blocks, and to compare targets, the quantile of each trial, median over blocks';

/** One row per quantile. Latency trials are apart from throughput trials: their clock reads are part of what they time. */
export const latencyMetrics: readonly TimeMetric[] = quantiles.map(({ label, q, inText, pooled }) => ({
  id: 'S3',
  name: nameOf(label),
  title: `Service time, ${label}`,
  short: label,
  unit: 's',
  formula: `${q === 1 ? 'largest' : `${q * 100} % quantile`} of the times of single operations${pooled ? '' : ' of a trial'} (closed loop: service time; one clock read is inside each); ${pooled ? overAll : overBlocks}`,
  kind: 'time',
  where: 'host',
  source: '`histogram`: CLOCK_MONOTONIC around each operation, in buckets 1/32 wide',
  scheduleDependent: 'never',
  compareAs: 'ratio',
  inText,
  read: (trial) => quantileReadings(trial, q),
}));

function quantileReadings(trial: TimedTrial, q: number): readonly Reading[] {
  return mergedOf(trial).map(([measure, merged]) => quantileReading(measure, merged, q));
}

/** Of all processes, by measure: every quantile is read from the same ones. */
const mergedOf = oncePerTrial(({ machine, processes }: CompletedTrial) => {
  if (machine !== 'host') return [];
  const histograms = processes.flatMap(({ times }) => times.histograms);
  return [...groupBy(histograms, ({ measure }) => measure)].map(
    ([measure, group]) => [measure, mergeHistograms(group)] as const,
  );
});

function quantileReading(subject: string, merged: Histogram | null, q: number): Reading {
  if (merged === null) {
    return { subject, unavailable: 'histograms of its processes differ in precision' };
  }
  const inBuckets = merged.buckets.reduce((sum, [, count]) => sum + count, 0);
  if (inBuckets !== merged.count) {
    return { subject, unavailable: `${inBuckets} observations in buckets, ${merged.count} counted` };
  }
  const valueNs = histogramQuantile(merged, q);
  if (valueNs === null) {
    return { subject, unavailable: `${merged.count} observations are too few for this quantile` };
  }
  return { subject, value: valueNs / 1e9 };
}
