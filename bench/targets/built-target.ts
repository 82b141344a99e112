import type { Proof } from '../../results/schema/proof.ts';

/** A benchmark program ready to run, with the shared libraries it loads (the loader included). */
export interface BuiltTarget {
  readonly name: string;
  readonly path: string;
  readonly binarySha256: string;
  /** Absolute paths as the dynamic loader resolves them; empty for a static program. */
  readonly libraries: readonly { readonly name: string; readonly path: string; readonly sha256: string }[];
  /** Shared modules beside the program that it opens by itself; a static program has none. */
  readonly modules: readonly { readonly name: string; readonly path: string; readonly sha256: string }[];
  /** Variables that every process of it is started with, for example a setting of the allocator. */
  readonly environment: Readonly<Record<string, string>>;
  readonly proof: Proof;
  readonly proofSha256: string;
  /** What was built for it from other sources, and how. */
  readonly parts: readonly {
    readonly what: string;
    readonly version: string;
    readonly sourceSha256: string;
    readonly flags: string;
  }[];
}
