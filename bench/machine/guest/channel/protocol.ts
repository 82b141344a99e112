import { constants } from 'node:os';
import { z } from 'zod';
import type { KernelSettings } from '../../../../results/schema/plan.ts';
import { count } from '../../../../results/schema/primitives.ts';
import { observedSettings } from '../../../../results/schema/trial.ts';
import type { ProcessExit } from '../../machine.ts';

/** What the guest's agent is asked, one at a time. */
export type GuestRequest =
  | { readonly do: 'describe' }
  | {
      readonly do: 'perturb';
      readonly seed: string;
      /** Whose free lists are shuffled; absent: those of all nodes. */
      readonly nodes?: readonly number[];
    }
  | {
      readonly do: 'run';
      readonly timeoutMs: number;
      /** True when the programs print a ready line and wait for one byte. */
      readonly gate: boolean;
      readonly settings: KernelSettings;
      readonly processes: readonly {
        readonly argv: readonly string[];
        /** `NAME=value`, the whole environment, in this order. */
        readonly environment: readonly string[];
      }[];
      /** Samples the memory of all processes from where the gate opens; only with a gate. */
      readonly sample?: { readonly everyMs: number };
    }
  | { readonly do: 'power-off' };

const exit = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('exited'), code: z.int(), cut: z.boolean() }),
  z.strictObject({ state: z.literal('signalled'), signal: z.int(), cut: z.boolean() }),
  z.strictObject({ state: z.literal('out-of-memory'), cut: z.boolean() }),
  z.strictObject({ state: z.literal('timed-out'), cut: z.boolean() }),
]);
export type GuestExit = z.infer<typeof exit>;

const description = z.strictObject({
  type: z.literal('description'),
  kernel: z.string().min(1),
  nodes: z.array(
    z.strictObject({
      node: z.int(),
      /** As the kernel prints it, for example `0-1`. */
      cpus: z.string(),
      distances: z.string(),
      memoryKiB: z.int(),
    }),
  ),
});
export type GuestDescription = z.infer<typeof description>;

/** What the agent says. `output` and `memory` come any number of times before `ran`; the others answer a request. */
export const guestMessage = z.discriminatedUnion('type', [
  description,
  z.strictObject({ type: z.literal('perturbed') }),
  z.strictObject({
    type: z.literal('output'),
    process: z.int().nonnegative(),
    stream: z.enum(['stdout', 'stderr']),
    /** One character per byte, U+0000 to U+00FF. */
    data: z.string(),
  }),
  z.strictObject({
    type: z.literal('memory'),
    process: z.int().nonnegative(),
    /** In order: resident and anonymous KiB. */
    samples: z.array(z.tuple([count, count])).optional(),
    /** In order: number of the sample it was made with, anonymous and lazily freed KiB, and KiB on each node from 0 on. */
    walks: z.array(z.tuple([count, count, count], count)).optional(),
  }),
  z.strictObject({
    type: z.literal('ran'),
    settings: observedSettings,
    exits: z.array(exit),
    /** When samples were asked for: how many moments were missed, and by process how many came after the last that is kept. */
    memory: z.strictObject({ missed: count, dropped: z.array(count) }).optional(),
  }),
  z.strictObject({ type: z.literal('refused'), why: z.string() }),
]);
export type GuestMessage = z.infer<typeof guestMessage>;
export type GuestMemory = Extract<GuestMessage, { type: 'memory' }>;
export type GuestRan = Extract<GuestMessage, { type: 'ran' }>;

const signalNames = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]));

export function makeProcessExit(from: GuestExit): ProcessExit {
  switch (from.state) {
    case 'exited':
      return { state: 'exited', code: from.code };
    case 'signalled':
      return { state: 'signalled', signal: signalNames.get(from.signal) ?? `signal ${from.signal}` };
    case 'out-of-memory':
      return { state: 'out-of-memory' };
    case 'timed-out':
      return { state: 'timed-out' };
  }
}
