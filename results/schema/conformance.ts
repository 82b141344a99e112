import { z } from 'zod';
import { count, schemaVersion } from './primitives.ts';
import { proof } from './proof.ts';

const check = z.string().regex(/^[a-z]+(-[a-z]+)*$/);

/** Lines a benchmark program prints with `--conformance`: `about`, one per check as it ends, and the counts. In no file of a run. */
export const conformanceLine = z.discriminatedUnion('type', [
  proof.extend({ type: z.literal('about'), schema: z.literal(schemaVersion) }),
  z.discriminatedUnion('state', [
    z.strictObject({ type: z.literal('conformance'), check, state: z.literal('passed') }),
    /** `detail` is what the allocator did wrong, or how the check ended: "killed by SIGSEGV". */
    z.strictObject({
      type: z.literal('conformance'),
      check,
      state: z.literal('failed'),
      detail: z.string().min(1),
    }),
  ]),
  z.strictObject({ type: z.literal('conformance-end'), passed: count, failed: count }),
]);

export type ConformanceLine = z.infer<typeof conformanceLine>;
