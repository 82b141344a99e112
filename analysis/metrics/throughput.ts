import type { Arm } from '../../results/schema/plan.ts';
import type { TimedSample } from '../../results/schema/times.ts';
import { groupBy } from '../load/group-by.ts';
import { median } from '../stats/median.ts';
import { type Reading, ratioReading, type TimedTrial, type TimeMetric } from './metric.ts';

interface MeasuredRate {
  readonly measure: string;
  readonly perSecond: number | null;
  /** Threads that work at the same time. */
  readonly threads: number;
}

export const throughput: TimeMetric = {
  id: 'S1',
  name: 'throughput_operations_per_second',
  title: 'Throughput',
  short: 'ops/s',
  unit: '1/s',
  formula:
    'operations / (last end - barrier release): median over the samples of a trial, summed over its processes, median over blocks',
  kind: 'time',
  where: 'host',
  source: '`sample`: CLOCK_MONOTONIC at the borders of a pass',
  scheduleDependent: 'never',
  compareAs: null,
  inText: false,
  read: (trial, arm) =>
    measuredRates(trial, arm).map(({ measure, perSecond }) =>
      perSecond === null
        ? { subject: measure, unavailable: 'a sample took no time by the clock' }
        : { subject: measure, value: perSecond },
    ),
};

export const operationCost: TimeMetric = {
  id: 'S2',
  name: 'operation_cost_seconds',
  title: 'Cost per operation',
  short: 'cost/op',
  unit: 's',
  formula:
    'threads at work at a time x wall time / operations; creators of `threads` take turns, one at a time, unless style is concurrent; median over blocks',
  kind: 'time',
  where: 'host',
  source: '`sample`: CLOCK_MONOTONIC at the borders of a pass',
  scheduleDependent: 'never',
  compareAs: 'ratio',
  inText: true,
  read: (trial, arm) => measuredRates(trial, arm).map(costReading),
};

function costReading({ measure, perSecond, threads }: MeasuredRate): Reading {
  if (perSecond === null) return { subject: measure, unavailable: 'a sample took no time by the clock' };
  return ratioReading(measure, threads, perSecond, 'no operation was done');
}

/**
 * Rate of every measure of a trial. Processes that run side by side add their rates: their samples start together but
 * drift apart, so that a common wall clock per sample would count time in which only one of them was sampled.
 */
function measuredRates(trial: TimedTrial, arm: Arm): readonly MeasuredRate[] {
  if (arm.mode !== 'throughput') return [];
  const perProcess = trial.processes.flatMap(({ times }) =>
    [
      ...groupBy(
        times.samples.filter((s) => !s.warmup),
        (s) => s.measure,
      ),
    ].map(([measure, samples]) => processRate(measure, samples, takesTurns(arm))),
  );
  return [...groupBy(perProcess, (rate) => rate.measure)].map(([measure, rates]) => ({
    measure,
    perSecond: rates.reduce<number | null>((sum, { perSecond }) => addKnown(sum, perSecond), 0),
    threads: rates.reduce((sum, { threads }) => sum + threads, 0),
  }));
}

/** Threads that wait for their turn asleep do not work: counting them would make every operation dearer with every thread. */
export function takesTurns({ workload, parameters }: Arm): boolean {
  return workload === 'threads' && parameters.style !== 'concurrent';
}

function processRate(measure: string, samples: readonly TimedSample[], inTurn: boolean): MeasuredRate {
  const rates = samples.map(sampleRate);
  const known = rates.filter((rate) => rate !== null);
  return {
    measure,
    perSecond: known.length < rates.length ? null : median(known),
    threads: inTurn ? 1 : Math.max(...samples.map((sample) => sample.threads.length)),
  };
}

function sampleRate(sample: TimedSample): number | null {
  const endNs = sample.threads.reduce((last, thread) => Math.max(last, thread.endNs), sample.beginNs);
  return endNs === sample.beginNs ? null : (sample.operations * 1e9) / (endNs - sample.beginNs);
}

function addKnown(sum: number | null, term: number | null): number | null {
  return sum === null || term === null ? null : sum + term;
}
