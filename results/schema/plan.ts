import { z } from 'zod';
import { family } from './family.ts';
import { byteCount, count, cpuId, nodeId, schemaVersion } from './primitives.ts';
import { placementName, trialMode } from './workload.ts';

export const threadSpec = z.strictObject({ role: z.string().min(1), node: nodeId, cpu: cpuId });

/** One process of a trial: its threads, and the numactl policy it is started under. */
export const processSpec = z.strictObject({
  threads: z.array(threadSpec).min(1),
  numactl: z.array(z.string()),
  /** Nodes the memory policy binds to: pages elsewhere are a failed trial. Empty when the policy does not bind. */
  boundNodes: z.array(nodeId),
});

export const arm = z.strictObject({
  id: z.string().min(1),
  workload: z.string().min(1),
  parameters: z.record(z.string(), z.string()),
  target: z.string().min(1),
  placement: placementName,
  mode: trialMode,
  /** True for the A/A control: the baseline once more, under a blind label. */
  control: z.boolean(),
  /** True when several threads race in this workload, so that its counts depend on the schedule as well as on the seed. */
  scheduleDependent: z.boolean(),
  processes: z.array(processSpec).min(1),
  samples: count,
  warmupSamples: count,
  operationsPerThread: count,
  /** In a guest, where the arm asks for automatic NUMA balancing off or on; absent: the section's settings hold. */
  numaBalancing: z.enum(['0', '1']).optional(),
  /** Present where kernel and processor counters run in a timed mode too; in mode `count` they always do. */
  counters: z.literal(true).optional(),
  /** How often a second the memory of its processes is looked at from outside; absent: never. Mode `count` only. */
  memorySampleHz: z.int().min(1).max(1000).optional(),
});

export const plannedTrial = z.strictObject({
  trial: count,
  block: count,
  arm: z.string().min(1),
  seed: z.string().regex(/^\d{1,20}$/),
});

export const virtualShape = z.strictObject({
  nodes: z.int().min(1).max(8),
  cpusPerNode: z.int().min(1).max(8),
  memoryPerNodeBytes: byteCount,
});

export const kernelSettings = z.strictObject({
  numaBalancing: z.enum(['0', '1']),
  transparentHugepage: z.enum(['never', 'madvise', 'always']),
  addressRandomisation: z.enum(['0', '1', '2']),
});

/**
 * How often every arm is run. Block 0 holds the calibration, once; blocks 1 to `blocks` hold every other arm once each.
 */
const blocks = z.int().positive();

export const freshGuest = z.enum(['trial', 'block', 'run']);

/** A part of the run on one machine. A `host` section holds times, a `virtual` section counts. */
export const section = z.discriminatedUnion('machine', [
  z.strictObject({
    machine: z.literal('host'),
    /** `nodes`: the requested nodes are real. `one-node`: times of the same workloads on one node only. */
    purpose: z.enum(['nodes', 'one-node']),
    nodes: z.array(nodeId).min(1),
    blocks,
    arms: z.array(arm),
    trials: z.array(plannedTrial),
  }),
  z.strictObject({
    machine: z.literal('virtual'),
    purpose: z.literal('nodes'),
    nodes: z.array(nodeId).min(1),
    shape: virtualShape,
    settings: kernelSettings,
    freshGuest,
    perturb: z.boolean(),
    blocks,
    arms: z.array(arm),
    trials: z.array(plannedTrial),
  }),
]);

/** A hypothesis that the run was planned to judge. */
export const plannedHypothesis = z.strictObject({
  id: z.string().min(1),
  /** Of its statement, rule, thresholds and experiment: a report judges by no other rule than the one fixed before the data. */
  ruleSha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Its arms in all sections; hypotheses that need the same arm share it. */
  arms: z.array(z.string().min(1)),
});

export const plan = z.strictObject({
  schema: z.literal(schemaVersion),
  preset: z.enum(['quick', 'default', 'hypotheses']),
  /** Present with preset `hypotheses` only. */
  hypotheses: z.array(plannedHypothesis).min(1).optional(),
  /** Absent where no times are compared, or in too few blocks for verdicts. */
  family: family.optional(),
  seed: z.string().regex(/^\d{1,20}$/),
  baseline: z.string().min(1),
  /**
   * What is typed after `numa-lab run` to plan the same run again, seed included; of folders and files of the user's the last part of
   * the path alone.
   */
  flags: z.array(z.string()).optional(),
  trialTimeoutMs: z.int().positive(),
  sections: z.array(section).min(1),
});

export type ThreadSpec = z.infer<typeof threadSpec>;
export type ProcessSpec = z.infer<typeof processSpec>;
export type Arm = z.infer<typeof arm>;
export type PlannedTrial = z.infer<typeof plannedTrial>;
export type VirtualShape = z.infer<typeof virtualShape>;
export type KernelSettings = z.infer<typeof kernelSettings>;
export type FreshGuest = z.infer<typeof freshGuest>;
export type Section = z.infer<typeof section>;
export type PlannedHypothesis = z.infer<typeof plannedHypothesis>;
export type Plan = z.infer<typeof plan>;
