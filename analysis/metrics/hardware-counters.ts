import type { Counters } from '../../results/schema/counters.ts';
import type { MetricName } from '../../results/schema/metric-name.ts';
import type { CompletedTrial } from '../../results/schema/trial.ts';
import type { CountMetric, Reading } from './metric.ts';
import { readPerOperation } from './per-operation.ts';

type Name = keyof Counters['hardware'];

const whole = 1_000_000;

function perOperation(
  name: MetricName,
  title: string,
  short: string,
  field: Name,
  what: string,
): CountMetric {
  return {
    id: 'E2',
    name,
    title,
    short,
    unit: '1/op',
    formula: `${what} by perf_event_open, all threads / operations; "user only": without the kernel, "scaled": counted for a part of the time and extrapolated`,
    kind: 'count',
    where: 'any',
    source: '`counters`: perf_event_open, opened before threads are created',
    scheduleDependent: 'always',
    compareAs: 'difference',
    inText: false,
    read: (trial) => readHardware(trial, field),
  };
}

export const hardwareMetrics: readonly CountMetric[] = [
  perOperation('cycles_per_operation', 'Cycles per operation', 'cycles', 'cycles', 'cycles'),
  perOperation(
    'instructions_per_operation',
    'Instructions per operation',
    'instr.',
    'instructions',
    'instructions',
  ),
  perOperation(
    'cache_misses_per_operation',
    'Last-level cache misses per operation',
    'LLC miss',
    'cacheMisses',
    'last-level cache misses',
  ),
  perOperation(
    'node_loads_per_operation',
    'Loads from memory per operation',
    'nodeload',
    'nodeLoads',
    'loads that reached a node',
  ),
  perOperation(
    'node_load_misses_per_operation',
    'Loads from other nodes per operation',
    'nodemiss',
    'nodeLoadMisses',
    'loads that left the node',
  ),
];

/** A scaled count is an extrapolation: it has a subject of its own, never a row with the counted ones. */
function readHardware(trial: CompletedTrial, field: Name): readonly Reading[] {
  const all = trial.processes.flatMap(({ counts }) => counts.counters?.hardware[field] ?? []);
  const present = all.filter((counter) => 'count' in counter);
  const labels = [
    ...(present.some((counter) => counter.userOnly) ? ['user only'] : []),
    ...(present.some((counter) => counter.countingPpm < whole) ? ['scaled'] : []),
  ];
  return readPerOperation(trial, labels.join(', '), ({ hardware }) => {
    const counter = hardware[field];
    return 'count' in counter ? (counter.count * whole) / counter.countingPpm : counter;
  });
}
