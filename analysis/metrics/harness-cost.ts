import type { MetricName } from '../../results/schema/metric-name.ts';
import type { HarnessCost } from '../../results/schema/times.ts';
import { median } from '../stats/median.ts';
import type { Reading, TimedTrial, TimeMetric } from './metric.ts';

function costOf(name: MetricName, title: string, short: string, what: HarnessCost['what']): TimeMetric {
  return {
    id: 'S0',
    name,
    title,
    short,
    unit: 's',
    formula: `duration / repetitions of \`${what}\`, median over the passes of a trial and over blocks`,
    kind: 'time',
    where: 'host',
    source: '`harness-cost`: CLOCK_MONOTONIC around the repetitions',
    scheduleDependent: 'never',
    compareAs: null,
    inText: false,
    read: (trial) => costReading(trial, what),
  };
}

/** What our own loop and clock cost: the floor below which no other time means anything. */
export const harnessCostMetrics: readonly TimeMetric[] = [
  costOf('empty_operation_seconds', 'Harness cost of an empty operation', 'empty op', 'empty-operation'),
  costOf('clock_read_seconds', 'Cost of one clock read', 'clock', 'clock-read'),
];

function costReading(trial: TimedTrial, what: HarnessCost['what']): readonly Reading[] {
  const costs = trial.processes
    .flatMap(({ times }) => times.harnessCosts)
    .filter((cost) => cost.what === what && cost.repetitions > 0);
  if (costs.length === 0) return [];
  return [{ subject: '', value: median(costs.map((c) => c.durationNs / c.repetitions)) / 1e9 }];
}
