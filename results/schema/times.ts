import { z } from 'zod';
import { count, durationNs, nodeId } from './primitives.ts';

/** One pass over the timed loop. Instants are CLOCK_MONOTONIC of the machine, comparable between its processes. */
export const timedSample = z.strictObject({
  /** What was repeated: for example `churn`, `create`, `join`. */
  measure: z.string().min(1),
  index: count,
  warmup: z.boolean(),
  operations: count,
  /** When the start barrier released the threads. */
  beginNs: durationNs,
  threads: z.array(z.strictObject({ thread: count, operations: count, endNs: durationNs })).min(1),
});

/**
 * Log-linear histogram of latencies. Value v falls into bucket v when v < 2^p, else into
 * (e - p + 1)·2^p + (v >> (e - p)) - 2^p, with p = `precisionBits` and e = floor(log2 v): at most 2^-p relative error.
 */
export const latencyHistogram = z.strictObject({
  measure: z.string().min(1),
  precisionBits: z.int().min(1).max(12),
  count,
  minNs: durationNs,
  maxNs: durationNs,
  sumNs: durationNs,
  /** Pairs of bucket number and count, ascending, empty buckets left out. */
  buckets: z.array(z.tuple([count, count])),
});

/** Dependent loads over memory of `toNode` by a thread of `fromNode`. */
export const pointerChase = z.strictObject({
  fromNode: nodeId,
  toNode: nodeId,
  index: count,
  bytes: count,
  loads: count,
  durationNs,
});

/** What the harness itself costs: `clock-read`, or `empty-operation` (the throughput loop around nothing). */
export const harnessCost = z.strictObject({
  what: z.enum(['clock-read', 'empty-operation']),
  index: count,
  repetitions: count,
  durationNs,
});

/** When the samples of `memoryOverTime` were taken, and what taking them cost. */
export const memorySampling = z.strictObject({
  /** CLOCK_MONOTONIC at the first sample. */
  startedNs: durationNs,
  /** When each sample began, since the first. */
  atNs: z.array(durationNs),
  /** How long taking it took. */
  tookNs: z.array(durationNs),
  /** CPU time of the thread that took them. */
  samplerCpuNs: durationNs,
});

/** What one process timed; exists on real machines only. */
export const processTimes = z.strictObject({
  samples: z.array(timedSample),
  histograms: z.array(latencyHistogram),
  pointerChases: z.array(pointerChase),
  harnessCosts: z.array(harnessCost),
  /** Present when the memory of the process was sampled. */
  memorySampling: memorySampling.optional(),
});

export type TimedSample = z.infer<typeof timedSample>;
export type LatencyHistogram = z.infer<typeof latencyHistogram>;
export type PointerChase = z.infer<typeof pointerChase>;
export type HarnessCost = z.infer<typeof harnessCost>;
export type MemorySampling = z.infer<typeof memorySampling>;
export type ProcessTimes = z.infer<typeof processTimes>;
