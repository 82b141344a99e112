import { acquisitionBusierHalf, acquisitionFairness, threadRateFairness } from './fairness.ts';
import { fairHandover, reacquisition, remoteHandover } from './hand-over.ts';
import { harnessCostMetrics } from './harness-cost.ts';
import { kernelEventMetrics } from './kernel-events.ts';
import { latencyMetrics } from './latency.ts';
import { fragmentation, lazyFreeBytes, peakResidentBytes, residentBytes } from './memory.ts';
import type { Metric } from './metric.ts';
import { loadLatency, nodeLatencyRatio } from './node-latency.ts';
import { remoteDescriptorChanges, remoteRecords, wakeupsInVain } from './pthread-objects.ts';
import { remoteByteMetrics } from './remote-bytes.ts';
import { operationCost, throughput } from './throughput.ts';

/** Every metric, in the order of reports. L5 (thread placement map) and C1 are no single numbers and stand apart. */
export const metricTable: readonly Metric[] = [
  operationCost,
  throughput,
  ...latencyMetrics,
  threadRateFairness,
  ...remoteByteMetrics,
  residentBytes,
  lazyFreeBytes,
  peakResidentBytes,
  fragmentation,
  ...kernelEventMetrics,
  remoteHandover,
  fairHandover,
  reacquisition,
  wakeupsInVain,
  remoteRecords,
  remoteDescriptorChanges,
  acquisitionFairness,
  acquisitionBusierHalf,
  ...harnessCostMetrics,
  loadLatency,
  nodeLatencyRatio,
];

const metricsByName: ReadonlyMap<string, Metric> = new Map(
  metricTable.map((metric) => [metric.name, metric]),
);

/** The row of the table called `name`, which comes from an estimate made by it. */
export function metricNamed(name: string): Metric {
  const metric = metricsByName.get(name);
  if (metric === undefined) throw new Error(`no metric called ${name}`);
  return metric;
}
