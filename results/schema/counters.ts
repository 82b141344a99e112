import { z } from 'zod';
import { count, nodeId } from './primitives.ts';

/** Why there is no count: a lacking number is never a zero. */
const lacking = z.strictObject({ unavailable: z.string().min(1) });
export const counted = z.union([count, lacking]);

/** A counter of the processor. Below a full `countingPpm` it shared the processor's few counters and saw only that part. */
const hardwareCounter = z.union([
  z.strictObject({
    count,
    /** True when the kernel permits only to count what is not in the kernel. */
    userOnly: z.boolean(),
    /** Millionths of the wanted time that it was counting. */
    countingPpm: z.int().min(1).max(1_000_000),
  }),
  lacking,
]);

/** Events by the name that the kernel gives them in the file. */
export const eventCounts = z.record(z.string().regex(/^[a-z0-9_]+$/), counted);

/**
 * What kernel and processor counted over the measured part. `hardware`, `kernel`, `systemCalls` and `futex` are of the process and
 * its threads; `vmstat` and `numastat` are of the whole system.
 */
export const counters = z.strictObject({
  hardware: z.strictObject({
    cycles: hardwareCounter,
    instructions: hardwareCounter,
    cacheMisses: hardwareCounter,
    nodeLoads: hardwareCounter,
    nodeLoadMisses: hardwareCounter,
  }),
  kernel: z.strictObject({
    cpuMigrations: counted,
    /** Faults taken in user mode. */
    userFaults: counted,
    /** Requests to other CPUs to flush their TLB, counted where they are sent. */
    tlbShootdowns: counted,
  }),
  /** Calls by name, futex and those of the harness left out; `other` are all those without a name here. */
  systemCalls: z.union([
    z
      .record(z.string().regex(/^[a-z0-9_]+$/), count)
      .refine((calls) => 'other' in calls, 'no `other`')
      // The same in JSON Schema, which knows nothing of refinements.
      .meta({ required: ['other'] }),
    lacking,
  ]),
  /**
   * Calls by which the harness looked at pages, read /proc and waited, by name: they were counted with the others and are not in
   * `systemCalls`. Absent in runs of older versions, whose `systemCalls` hold them.
   */
  harnessCalls: z.record(z.string().regex(/^[a-z0-9_]+$/), count).optional(),
  /** Without those of the harness. */
  futex: z.union([
    z.strictObject({
      calls: count,
      waits: count,
      /** Waits that ended at once because the word had changed. */
      refusedWaits: count,
      /** Calls that wake or move waiters. */
      wakes: count,
      /** Those of them that found nobody. */
      idleWakes: count,
    }),
    lacking,
  ]),
  vmstat: eventCounts,
  numastat: z.array(z.object({ node: nodeId }).catchall(counted)),
});

export type Counted = z.infer<typeof counted>;
export type Counters = z.infer<typeof counters>;
