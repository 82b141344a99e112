import { z } from 'zod';

export const placementName = z.enum(['local', 'remote', 'spread', 'interleave', 'split']);
export type PlacementName = z.infer<typeof placementName>;

/** How a trial is run: `count` reads no clock at all, `throughput` none inside the loop, `latency` around each operation. */
export const trialMode = z.enum(['count', 'throughput', 'latency']);
export type TrialMode = z.infer<typeof trialMode>;

const parameterBase = {
  name: z.string().min(1),
  help: z.string().min(1),
  default: z.string(),
  unit: z.string().optional(),
  /** Modes in which it has an effect; absent: all. */
  modes: z.array(trialMode).min(1).optional(),
};

export const parameter = z.discriminatedUnion('type', [
  z.strictObject({ ...parameterBase, type: z.literal('integer'), min: z.int(), max: z.int() }),
  z.strictObject({ ...parameterBase, type: z.literal('choice'), choices: z.array(z.string()).min(1) }),
  /** Free text checked against a regular expression, for example a size distribution; `example` shows one. */
  z.strictObject({ ...parameterBase, type: z.literal('text'), pattern: z.string(), example: z.string() }),
]);
export type Parameter = z.infer<typeof parameter>;

export const workload = z.strictObject({
  name: z.string().min(1),
  summary: z.string().min(1),
  /** What one operation is, in words: the unit of every per-operation number. */
  operation: z.string().min(1),
  /** Roles a thread may have, the default one first. */
  roles: z.array(z.string().min(1)).min(1),
  placements: z.array(placementName),
  modes: z.array(trialMode).min(1),
  /** The fewest threads the workload can run with. */
  minThreads: z.int().positive(),
  /** True when threads race, so that counts depend on the schedule. */
  scheduleDependent: z.boolean(),
  parameters: z.array(parameter),
});
export type Workload = z.infer<typeof workload>;

/** What `numa-bench-<target> --describe` prints: the one source of truth for workloads and their parameters. */
export const description = z.strictObject({ schema: z.literal(1), workloads: z.array(workload).min(1) });
export type Description = z.infer<typeof description>;
