import type { MetricName } from '../../results/schema/metric-name.ts';
import { balancingActivity } from './balancing.ts';
import {
  acquisitionBusierHalf,
  acquisitionFairness,
  threadRateBusierHalf,
  threadRateFairness,
} from './fairness.ts';
import { giveBack, operationsToHalve } from './give-back.ts';
import { hardwareMetrics } from './hardware-counters.ts';
import { harnessCostMetrics } from './harness-cost.ts';
import { kernelEventMetrics } from './kernel-events.ts';
import { latencyMetrics } from './latency.ts';
import { fairHandoff, reacquisition, remoteHandoff } from './lock-handoff.ts';
import {
  checkpointFragmentation,
  fragmentation,
  highestResidentBytes,
  lazyFreeBytes,
  nodeResidentBytes,
  peakResidentBytes,
  residentBytes,
  residentSeriesBytes,
} from './memory.ts';
import { sampledMeanBytes, sampledPeakBytes } from './memory-over-time.ts';
import type { Metric } from './metric.ts';
import { loadLatency, nodeLatencyRatio } from './node-latency.ts';
import { peakLiveBytes, peakResidentOverPeakLive } from './peak-over-live.ts';
import { remoteDescriptorChanges, remoteRecords, wakeupsInVain } from './pthread-objects.ts';
import { remoteByteMetrics } from './remote-bytes.ts';
import { internalFragmentation, lineSharing, pageSharing, regionSharing, runLength } from './sharing.ts';
import { systemCallMetrics } from './system-calls.ts';
import { operationCost, throughput } from './throughput.ts';

/** Every metric, in the order of reports. L5 (thread placement map) and C1 are no single numbers and stand apart. */
export const metricTable: readonly Metric[] = [
  operationCost,
  throughput,
  ...latencyMetrics,
  threadRateFairness,
  threadRateBusierHalf,
  ...remoteByteMetrics,
  pageSharing,
  runLength,
  regionSharing,
  lineSharing,
  peakResidentOverPeakLive,
  peakLiveBytes,
  residentBytes,
  highestResidentBytes,
  residentSeriesBytes,
  nodeResidentBytes,
  lazyFreeBytes,
  peakResidentBytes,
  fragmentation,
  checkpointFragmentation,
  giveBack,
  operationsToHalve,
  sampledPeakBytes,
  sampledMeanBytes,
  internalFragmentation,
  ...kernelEventMetrics,
  ...systemCallMetrics,
  ...hardwareMetrics,
  balancingActivity,
  remoteHandoff,
  fairHandoff,
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

const metricsByName: ReadonlyMap<MetricName, Metric> = new Map(
  metricTable.map((metric) => [metric.name, metric]),
);

/** The row of the table called `name`, which comes from an estimate made by it. */
export function metricNamed(name: MetricName): Metric {
  const metric = metricsByName.get(name);
  if (metric === undefined) throw new Error(`no metric called ${name}`);
  return metric;
}
