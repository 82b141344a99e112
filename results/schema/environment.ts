import { z } from 'zod';
import { byteCount, count, schemaVersion } from './primitives.ts';
import { proof } from './proof.ts';
import { topology } from './topology.ts';

/** A fact about the machine, or why it could not be learnt. */
const fact = z.union([z.strictObject({ value: z.string() }), z.strictObject({ unavailable: z.string() })]);

/** What was found before the run: one check of the doctor. `unknown` is no pass: nobody could tell. */
export const doctorCheck = z.strictObject({
  id: z.string().min(1),
  verdict: z.enum(['pass', 'warn', 'fail', 'unknown']),
  /** What was found, in words. */
  seen: z.string(),
  /** What it takes to pass. */
  threshold: z.string(),
  /** What to do about it; null when there is nothing to do. */
  remedy: z.string().nullable(),
});

/**
 * The machine a run was made on: an allow-list. Serial numbers, UUIDs, MAC addresses, host names, user names
 * and home paths have no field here.
 */
export const environment = z.strictObject({
  schema: z.literal(schemaVersion),
  createdUtc: z.iso.datetime(),
  lab: z.strictObject({
    version: z.string(),
    commit: fact,
    dirty: z.boolean(),
    /** Of the code that ran; absent in runs of older versions, which cannot be resumed. */
    codeSha256: z.string().optional(),
  }),
  /** Of plan.json as it was written; absent in runs of older versions. */
  planSha256: z.string().optional(),
  host: z.strictObject({
    cpuModel: z.string(),
    cpuVendor: z.string(),
    logicalCpus: count,
    physicalCores: count,
    memoryBytes: byteCount,
    /** Such as `4 × 32 GiB DDR5 at 4800 MT/s`: their number and speed are the bandwidth there is. Absent in runs of older versions. */
    memoryModules: fact.optional(),
    /** Maker and model. Absent in runs of older versions. */
    board: fact.optional(),
    distribution: z.string(),
    kernel: z.string(),
    architecture: z.string(),
    virtualization: z.string(),
    container: fact,
    cpuset: fact,
    memoryLimit: fact,
    /** The tightest quota of CPU time of a cgroup, as CPUs, or `none`; absent in runs of older versions. */
    cpuQuota: fact.optional(),
    governor: fact,
    turbo: fact,
    clocksource: fact,
    transparentHugepage: fact,
    numaBalancing: fact,
    zoneReclaim: fact,
    addressRandomisation: fact,
    mitigations: z.record(z.string(), z.string()),
    topology,
  }),
  tools: z.record(z.string(), fact),
  /** The cheap checks of the doctor, made right before the first trial; absent in runs of older versions. */
  doctor: z.array(doctorCheck).optional(),
  /** Present when a guest was used. */
  virtual: z
    .strictObject({
      qemu: z.string(),
      accelerator: z.enum(['tcg', 'kvm']),
      kernelPackage: z.string(),
      kernel: z.string(),
      kernelSha256: z.string(),
      initramfsSha256: z.string(),
      topology,
    })
    .nullable(),
  /** Binaries by target label; `proofSha256` is what the trials' `proof` field must equal. */
  targets: z.record(
    z.string(),
    z.strictObject({
      binarySha256: z.string(),
      proofSha256: z.string(),
      proof,
      libraries: z.array(z.strictObject({ name: z.string(), sha256: z.string() })),
      /**
       * What was built for it and linked into it: `version` is the source package's full one, of a tree its commit and a hash of
       * changes, `unknown` for a library that does not say; `flags` without the folders of the machine.
       */
      parts: z.array(
        z.strictObject({
          what: z.string().min(1),
          version: z.string().min(1),
          sourceSha256: z.string(),
          flags: z.string(),
        }),
      ),
    }),
  ),
});

export type Fact = z.infer<typeof fact>;
export type DoctorCheck = Readonly<z.infer<typeof doctorCheck>>;
export type Environment = z.infer<typeof environment>;
export type TargetPart = Environment['targets'][string]['parts'][number];
