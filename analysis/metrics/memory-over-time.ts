import type { MemoryOverTime } from '../../results/schema/counts.ts';
import type { CompletedTrial } from '../../results/schema/trial.ts';
import type { CountMetric, Reading } from './metric.ts';

const base = {
  id: 'M1',
  unit: 'B',
  kind: 'count',
  where: 'any',
  source: '`memoryOverTime`: /proc/<pid>/statm, read from outside while the process ran',
  scheduleDependent: 'racing',
  compareAs: 'ratio',
  inText: true,
} as const;

const what =
  'anonymous memory by statm, sampled from outside, less the first sample, which is from before the first allocation; the sum of the processes';

/** With fewer samples, highest and mean say more of the moments than of the memory. */
const fewestSamples = 5;

export const sampledPeakBytes: CountMetric = {
  ...base,
  name: 'sampled_peak_bytes',
  title: 'Peak of memory over time',
  short: 'time peak',
  formula: `highest sample of each process: ${what}`,
  read: (trial) => readSeries(trial, (bytes) => Math.max(...bytes)),
};

export const sampledMeanBytes: CountMetric = {
  ...base,
  name: 'sampled_mean_bytes',
  title: 'Mean of memory over time',
  short: 'time mean',
  formula: `mean over all samples of each process, up to its end: ${what}`,
  read: (trial) => readSeries(trial, (bytes) => bytes.reduce((sum, one) => sum + one, 0) / bytes.length),
};

/** Nothing where no memory was to be sampled; processes are summed, each by its own series. */
function readSeries(
  trial: CompletedTrial,
  summarize: (anonymousBytes: readonly number[]) => number,
): readonly Reading[] {
  const all = trial.processes.flatMap(({ counts }) => counts.memoryOverTime ?? []);
  if (all.length === 0) return [];
  const reason = all.map(describeLack).find((lack) => lack !== undefined);
  if (reason !== undefined) return [{ subject: '', unavailable: reason }];
  const series = all.flatMap((one) => (one.state === 'sampled' ? [one.anonymousBytes] : []));
  const value = series.reduce((sum, bytes) => sum + summarize(bytes) - (bytes[0] ?? 0), 0);
  return [{ subject: '', value: Math.round(value) }];
}

function describeLack(series: MemoryOverTime): string | undefined {
  if (series.state === 'unavailable') return series.reason;
  if (series.dropped > 0) return 'more samples than are kept: ask for fewer a second';
  if (series.anonymousBytes.length < fewestSamples) {
    return `fewer than ${fewestSamples} samples: ask for more a second`;
  }
  return undefined;
}
