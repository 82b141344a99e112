import type { Arm } from '../../results/schema/plan.ts';
import type { CompletedTrial } from '../../results/schema/trial.ts';
import { groupBy } from '../load/group-by.ts';
import { busierHalfShare } from '../stats/busier-half-share.ts';
import { jainFairness } from '../stats/jain-fairness.ts';
import type { CountMetric, Reading, TimedTrial, TimeMetric } from './metric.ts';
import { takesTurns } from './throughput.ts';

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
  source: '`lock-handoffs`: each thread notes its acquisitions while it has the lock',
  scheduleDependent: 'always',
  compareAs: 'difference',
  inText: false,
  read: (trial, arm) => acquisitionReading(trial, arm, jainFairness),
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
  source: '`lock-handoffs`: each thread notes its acquisitions while it has the lock',
  scheduleDependent: 'always',
  compareAs: 'difference',
  inText: true,
  read: (trial, arm) => acquisitionReading(trial, arm, busierHalfShare),
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
  compareAs: 'difference',
  inText: false,
  read: (trial, arm) => threadRateReading(trial, arm, jainFairness),
};

export const threadRateBusierHalf: TimeMetric = {
  id: 'S4',
  name: 'thread_rate_busier_half_ratio',
  title: "Share of the faster half of the threads in all threads' speeds",
  short: 'fast half',
  unit: '1',
  formula:
    'operations / time from barrier to own end, of the faster half (rounded up) of the threads / all; 0.5 is even',
  kind: 'time',
  where: 'host',
  source: '`sample`: CLOCK_MONOTONIC at the borders of a pass',
  scheduleDependent: 'never',
  compareAs: 'difference',
  inText: false,
  read: (trial, arm) => threadRateReading(trial, arm, busierHalfShare),
};

/** In `rwlock` the seed says how often each thread writes, so that nothing of the lock's fairness shows in it. */
function acquisitionReading(
  trial: CompletedTrial,
  arm: Arm,
  summary: (shares: readonly number[]) => number | null,
): readonly Reading[] {
  if (arm.workload === 'rwlock') return [];
  const locks = trial.processes.flatMap(({ counts }) => counts.lockHandoffs);
  const shares = locks.flatMap((lock) => lock.threads.map((thread) => thread.acquisitions));
  // One thread cannot be unfair to anybody.
  if (shares.length < 2) return [];
  const value = summary(shares);
  return [value === null ? { subject: '', unavailable: noShares } : { subject: '', value }];
}

/** Threads that wait for a turn have no speed of their own, and roles that do no operation by design are not starved. */
function threadRateReading(
  trial: TimedTrial,
  arm: Arm,
  summary: (rates: readonly number[]) => number | null,
): readonly Reading[] {
  if (arm.mode !== 'throughput' || takesTurns(arm)) return [];
  const byRole = groupBy(threadTotals(trial, arm), ({ role }) => role);
  const working = [...byRole.values()].filter((threads) => threads.some(({ operations }) => operations > 0));
  const threads = working.flat().filter(({ durationNs }) => durationNs > 0);
  if (threads.length < 2) return [];
  const value = summary(threads.map(({ operations, durationNs }) => operations / durationNs));
  return [value === null ? { subject: '', unavailable: noShares } : { subject: '', value }];
}

interface ThreadTotal {
  readonly role: string;
  readonly operations: number;
  readonly durationNs: number;
}

function threadTotals(trial: TimedTrial, arm: Arm): readonly ThreadTotal[] {
  return trial.processes.flatMap(({ times }, index) => {
    const parts = times.samples
      .filter(({ warmup }) => !warmup)
      .flatMap((sample) =>
        sample.threads.map((thread) => ({ ...thread, durationNs: thread.endNs - sample.beginNs })),
      );
    return [...groupBy(parts, ({ thread }) => thread)].map(([thread, ofThread]) => ({
      role: arm.processes[index]?.threads[thread]?.role ?? '',
      operations: ofThread.reduce((sum, part) => sum + part.operations, 0),
      durationNs: ofThread.reduce((sum, part) => sum + part.durationNs, 0),
    }));
  });
}
