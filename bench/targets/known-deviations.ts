import type { Proof } from '../../results/schema/proof.ts';

interface KnownDeviation {
  readonly allocator: Proof['allocator']['name'];
  readonly version: RegExp;
  readonly check: string;
  /** What it does instead, and since when no longer. */
  readonly note: string;
}

/**
 * Promises that a released allocator is known to break: they are reported and do not count against a target, since nobody can fix them
 * by building it otherwise. An entry is for exact versions, so that the next release is held to the standard again.
 */
const knownDeviations: readonly KnownDeviation[] = [
  {
    allocator: 'jemalloc',
    version: /^5\.3\.0-/,
    check: 'realloc-says-enomem',
    note: 'jemalloc 5.3.0 returns NULL from realloc and leaves errno as it was; fixed after that release',
  },
  ...['aligned-alloc-aligns', 'posix-memalign-aligns', 'memalign-aligns'].map((check) => ({
    allocator: 'mimalloc' as const,
    version: /^2\.0\.9$/,
    check,
    note: 'mimalloc 2.0.9 does not keep alignments of 256 to 1024 bytes for sizes of 256, 512 and 1024 bytes',
  })),
  ...['huge-sizes', 'calloc-overflow', 'realloc-says-enomem'].map((check) => ({
    allocator: 'mimalloc' as const,
    version: /^2\.0\.9$/,
    check,
    note: 'mimalloc 2.0.9 returns NULL for sizes that overflow and does not set errno to ENOMEM',
  })),
  {
    allocator: 'tcmalloc',
    version: /^2\.10$/,
    check: 'calloc-overflow',
    note: 'gperftools 2.10 returns NULL from a calloc that overflows and does not set errno to ENOMEM',
  },
];

/** What is known of this allocator breaking this check; undefined when nothing is. */
export function findKnownDeviation({ name, version }: Proof['allocator'], check: string): string | undefined {
  return knownDeviations.find(
    (known) => known.allocator === name && known.version.test(version) && known.check === check,
  )?.note;
}
