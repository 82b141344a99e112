import type { Proof } from '../../results/schema/proof.ts';

/** Something a build takes from the machine, and the Debian package that brings it. */
export type Need =
  | { readonly type: 'program'; readonly program: string; readonly debianPackage: string }
  /** The first path that exists counts: distributions differ in where they keep libraries. */
  | { readonly type: 'file'; readonly anyOf: readonly string[]; readonly debianPackage: string };

/**
 * How one target is made: a libc, an allocator, a link mode, and what make is told. `libc`, `allocator` and `link` are what
 * the program must prove of itself once built.
 */
export interface TargetRecipe {
  readonly name: string;
  readonly libc: Proof['libc']['name'];
  /** The name the program's proof gives to the allocator it found. */
  readonly allocator: string;
  readonly link: Proof['libc']['link'];
  /** Programs must be on the PATH; the content of files becomes part of the build's key, since it is linked in. */
  readonly needs: readonly Need[];
  readonly make: {
    readonly CC: string;
    readonly CFLAGS: string;
    readonly LDFLAGS: string;
    readonly LDLIBS: string;
  };
  /** Variables that every process of it is started with, for example a setting of the allocator. */
  readonly environment?: Readonly<Record<string, string>>;
  /** True for an allocator that works otherwise in a process that may not use all CPUs of its machine. */
  readonly needsAllCpus?: boolean;
}

/** Optimised as distributions build C, and without debug information, which would hold paths of this machine. */
export const commonCflags = '-O2';

export const gccNeeds: readonly Need[] = [
  { type: 'program', program: 'make', debianPackage: 'make' },
  { type: 'program', program: 'gcc', debianPackage: 'gcc' },
  {
    type: 'file',
    anyOf: ['/usr/include/stdio.h'],
    debianPackage: 'libc6-dev',
  },
];
