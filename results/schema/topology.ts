import { z } from 'zod';
import { byteCount, cpuId, nodeId } from './primitives.ts';

export const cpu = z.strictObject({
  cpu: cpuId,
  /** CPUs with the same number are hardware threads of one core. */
  core: z.int().nonnegative(),
  /** CPUs with the same number share a last-level cache; null where the machine does not tell. */
  lastLevelCache: z.int().nonnegative().nullable(),
});

export const topologyNode = z.strictObject({
  node: nodeId,
  /** Online CPUs of this node that this process may use; empty for a memory-only node. */
  cpus: z.array(cpu),
  /** Memory of this node; 0 when it has none or the cpuset of this process forbids it. */
  memoryBytes: byteCount,
});

/** Nodes of the machine that runs trials. `distances[i][j]` is the firmware's distance from `nodes[i]` to `nodes[j]`. */
export const topology = z.strictObject({
  nodes: z.array(topologyNode).min(1),
  distances: z.array(z.array(z.int().positive())),
});

export type Cpu = z.infer<typeof cpu>;
export type TopologyNode = z.infer<typeof topologyNode>;
export type Topology = z.infer<typeof topology>;
