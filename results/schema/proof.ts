import { z } from 'zod';
import { byteCount } from './primitives.ts';

/** What a benchmark program says of itself (`--about`): the proof that label and linked code agree. */
export const proof = z.strictObject({
  /** The label it was built under. */
  target: z.string().min(1),
  libc: z.strictObject({
    name: z.enum(['musl', 'glibc']),
    version: z.string().min(1),
    link: z.enum(['static', 'dynamic']),
  }),
  allocator: z.strictObject({
    /** The implementation found by asking it, not the one that was wanted. */
    name: z.enum(['glibc', 'jemalloc', 'mimalloc', 'tcmalloc', 'mallocng', 'oldmalloc', 'unknown']),
    version: z.string().min(1),
    /** Which interface answered, in words. */
    evidence: z.string().min(1),
    /** File that defines malloc, free and the rest of the interface: a shared object, `program`, or `mixed: ` and all of them. */
    object: z.string().min(1),
    /** How many blocks that malloc returned lie in memory of this allocator, by which check, in words. */
    ownership: z.string().min(1),
    /** Settings found in force that change what the allocator does; unlike `derivedDefaults` a part of the proof. */
    settings: z.record(z.string(), z.string()),
  }),
  /** Pairs of requested and usable size for a few sizes: a fingerprint of the size classes. */
  usableSizeBytes: z.array(z.tuple([byteCount, byteCount])),
  /** Settings the libc or allocator derives from the machine, as far as its interface reports them. */
  derivedDefaults: z.record(z.string(), z.union([z.number(), z.string()])),
  build: z.strictObject({
    compiler: z.string().min(1),
    flags: z.string(),
    sourceSha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
});
export type Proof = z.infer<typeof proof>;
