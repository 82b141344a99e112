import { z } from 'zod';
import { processCounts } from './counts.ts';
import { count, schemaVersion } from './primitives.ts';
import { processTimes } from './times.ts';

export const failureReason = z.enum([
  'timeout',
  'signal',
  'exit',
  'bad-output',
  'check-mismatch',
  'proof-mismatch',
  'pinning',
  'placement',
  'oom',
  'machine',
]);

const identity = {
  schema: z.literal(schemaVersion),
  trial: count,
  block: count,
  arm: z.string().min(1),
  /** Decimal digits of the 64-bit seed given to the program. */
  seed: z.string().regex(/^\d{1,20}$/),
};

const skipped = z.strictObject({ ...identity, state: z.literal('skipped'), reason: z.string().min(1) });

const failed = z.strictObject({
  ...identity,
  state: z.literal('failed'),
  reason: failureReason,
  detail: z.string(),
  stderrTail: z.string(),
});

/** Kernel settings read back, inside the machine, right before the programs were started. */
export const observedSettings = z.strictObject({
  numaBalancing: z.string(),
  transparentHugepage: z.string(),
  addressRandomisation: z.string(),
});

/** What quotas of CPU time of cgroups did while a trial ran, on its programs and whatever else is in the groups. */
const throttling = z.strictObject({
  /** Periods that ended in groups with a quota. */
  periods: count,
  /** Those in which the kernel stopped programs because their time was used up. */
  throttledPeriods: count,
  /** For how long, summed over CPUs. */
  throttledNs: count,
});

const hostTrial = z.discriminatedUnion('state', [
  z.strictObject({
    ...identity,
    state: z.literal('completed'),
    machine: z.literal('host'),
    startedUtc: z.iso.datetime(),
    settings: observedSettings,
    /** Absent where the kernel does not report, and in runs of older versions. */
    throttling: throttling.optional(),
    processes: z.array(z.strictObject({ counts: processCounts, times: processTimes })).min(1),
  }),
  skipped.extend({ machine: z.literal('host') }),
  failed.extend({ machine: z.literal('host') }),
]);

/** A virtual trial counts. No field below this type can hold a time: a guest's clock measures the emulator. */
const virtualTrial = z.discriminatedUnion('state', [
  z.strictObject({
    ...identity,
    state: z.literal('completed'),
    machine: z.literal('virtual'),
    settings: observedSettings,
    /** Why guests broke before a program of the trial was started, and were replaced; absent: none did. */
    lostStarts: z.array(z.string()).optional(),
    processes: z.array(z.strictObject({ counts: processCounts })).min(1),
  }),
  skipped.extend({ machine: z.literal('virtual') }),
  failed.extend({ machine: z.literal('virtual') }),
]);

export const trialRecord = z.discriminatedUnion('machine', [hostTrial, virtualTrial]);

export type FailureReason = z.infer<typeof failureReason>;
export type ObservedSettings = z.infer<typeof observedSettings>;
export type Throttling = Readonly<z.infer<typeof throttling>>;
export type HostTrial = z.infer<typeof hostTrial>;
export type TrialRecord = z.infer<typeof trialRecord>;
export type CompletedTrial = Extract<TrialRecord, { state: 'completed' }>;
export type FailedTrial = Extract<TrialRecord, { state: 'failed' }>;
export type SkippedTrial = Extract<TrialRecord, { state: 'skipped' }>;
