import { z } from 'zod';
import { byteCount, cpuId, nodeId } from './primitives.ts';

export const cpu = z.strictObject({
  cpu: cpuId,
  /** CPUs with the same number are hardware threads of one core. */
  core: z.int().nonnegative(),
  /** CPUs with the same number share a last-level cache; null where the machine does not report. */
  lastLevelCache: z.int().nonnegative().nullable(),
});

export const topologyNode = z.strictObject({
  node: nodeId,
  /** Online CPUs of this node that this process may use; empty for a memory-only node. */
  cpus: z.array(cpu),
  /** Memory of this node; 0 when it has none or the cpuset of this process forbids it. */
  memoryBytes: byteCount,
});

/** What a node has and this process may not use: CPUs outside its affinity, memory outside its cpuset. */
export const withheldPart = z.strictObject({ node: nodeId, cpus: z.array(cpuId), memory: z.boolean() });

/** Nodes of the machine that runs trials. */
export const topology = z.strictObject({
  nodes: z.array(topologyNode).min(1),
  /** `distances[i][j]` is the firmware's distance from `nodes[i]` to `nodes[j]`; null where it is not reported. */
  distances: z.array(z.array(z.int().positive().nullable())),
  /** Also of nodes that are not in `nodes`, since nothing of them may be used. Absent: nothing, or a file of an older version. */
  withheld: z.array(withheldPart).optional(),
  /** CPUs that the kernel provides for and no node lists: they are offline or not there. Absent: none, or an older file. */
  unlistedCpus: z.int().positive().optional(),
});

export type Cpu = z.infer<typeof cpu>;
export type TopologyNode = z.infer<typeof topologyNode>;
export type WithheldPart = z.infer<typeof withheldPart>;
export type Topology = z.infer<typeof topology>;
