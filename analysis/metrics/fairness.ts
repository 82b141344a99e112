import type { CompletedTrial } from '../../results/schema/trial.ts';
import { busierHalfShare } from '../stats/busier-half-share.ts';
import { jainFairness } from '../stats/jain-fairness.ts';
import type { CountMetric, Reading, TimedTrial, TimeMetric } from './metric.ts';

const noShares = 'no thread did anything';

export const acquisitionFairness: CountMetric = {
  id: 'S4',
  name: 'acquisition_fairness_ratio',
  title: "Jain's fairness of lock acquisitions",
  short: 'fairness',
  unit: '1',
  formula: "Jain's index (sum x)^2 / (n sum x^2) of lock acquisitions per thread; 1 is even",
  kind: 'count',
  where: 'any',
  source: '`lock-handovers`: each thread notes its acquisitions while it has the lock',
  scheduleDependent: 'always',
  compareAs: null,
  inText: false,
  read: (trial) => acquisitionReading(trial, jainFairness),
};

export const acquisitionBusierHalf: CountMetric = {
  id: 'S4',
  name: 'acquisition_busier_half_ratio',
  title: 'Share of acquisitions by the busier half of the threads',
  short: 'busy half',
  unit: '1',
  formula: 'lock acquisitions of the busier half (rounded up) of the threads / all; 0.5 is even',
  kind: 'count',
  where: 'any',
  source: '`lock-handovers`: each thread notes its acquisitions while it has the lock',
  scheduleDependent: 'always',
  compareAs: null,
  inText: true,
  read: (trial) => acquisitionReading(trial, busierHalfShare),
};

export const threadRateFairness: TimeMetric = {
  id: 'S4',
  name: 'thread_rate_fairness_ratio',
  title: "Jain's fairness of the threads' speeds",
  short: 'fairness',
  unit: '1',
  formula: "Jain's index of operations / time from barrier to own end, per thread; 1 is even",
  kind: 'time',
  where: 'host',
  source: '`sample`: CLOCK_MONOTONIC at the borders of a pass',
  scheduleDependent: 'never',
  compareAs: null,
  inText: false,
  read: (trial, arm) => (arm.mode === 'throughput' ? threadRateReading(trial) : []),
};

function acquisitionReading(
  trial: CompletedTrial,
  summary: (shares: readonly number[]) => number | null,
): readonly Reading[] {
  const locks = trial.processes.flatMap(({ counts }) => counts.lockHandovers);
  const shares = locks.flatMap((lock) => lock.threads.map((thread) => thread.acquisitions));
  // One thread cannot be unfair to anybody.
  if (shares.length < 2) return [];
  const value = summary(shares);
  return [value === null ? { subject: '', unavailable: noShares } : { subject: '', value }];
}

function threadRateReading(trial: TimedTrial): readonly Reading[] {
  const totals = new Map<string, { operations: number; durationNs: number }>();
  for (const [index, { times }] of trial.processes.entries()) {
    for (const sample of times.samples.filter((s) => !s.warmup)) {
      for (const thread of sample.threads) {
        const key = `${index}:${thread.thread}`;
        const total = totals.get(key) ?? { operations: 0, durationNs: 0 };
        total.operations += thread.operations;
        total.durationNs += thread.endNs - sample.beginNs;
        totals.set(key, total);
      }
    }
  }
  const threads = [...totals.values()].filter((total) => total.durationNs > 0);
  if (threads.length < 2) return [];
  const value = jainFairness(threads.map((total) => total.operations / total.durationNs));
  return [value === null ? { subject: '', unavailable: noShares } : { subject: '', value }];
}
