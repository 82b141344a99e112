import { z } from 'zod';
import { doctorCheck } from './environment.ts';
import { byteCount, count, schemaVersion } from './primitives.ts';

/** One time that a run which had been killed or stopped went on. */
export const resume = z.strictObject({
  resumedUtc: z.iso.datetime(),
  /** The first trial that was run after it: those before it had records. */
  trial: count,
  /** What the run had taken before, without the pauses: until its last record, as far as the journal's file reports. */
  earlierSeconds: z.number().nonnegative(),
  /** Between the last record, or the beginning of a run that had none, and going on. */
  pauseSeconds: z.number().nonnegative(),
  /** Whether the host was started again in between. */
  rebooted: z.boolean(),
  /** Of a last line that a kill had cut short; its trial was run again. */
  cutBytes: byteCount,
  /** The cheap checks of the doctor, made right before going on. */
  doctor: z.array(doctorCheck),
});

/** resumes.json: absent where a run was never resumed. */
export const resumes = z.strictObject({ schema: z.literal(schemaVersion), resumes: z.array(resume).min(1) });

export type Resume = z.infer<typeof resume>;
