import type { Proof } from '../../results/schema/proof.ts';
import type { ArchiveName } from './parts/allocator-archive.ts';
import type { ToolchainRecipe } from './parts/musl-toolchain.ts';
import type { UserLibrary } from './parts/read-user-library.ts';
import type { SourceRecipe } from './parts/source-tree.ts';

/** Something a build takes from the machine, and the Debian package that brings it. */
export type Need =
  | { readonly type: 'program'; readonly program: string; readonly debianPackage: string }
  /** The first path that exists counts: distributions differ in where they keep libraries. */
  | { readonly type: 'file'; readonly anyOf: readonly string[]; readonly debianPackage: string };

/** An allocator that is linked in front of the libc's own. */
export type LinkedAllocator =
  /** Built from Debian's sources with the target's own musl. */
  | { readonly type: 'archive'; readonly name: ArchiveName }
  | { readonly type: 'user'; readonly library: UserLibrary };

/**
 * How one target is made: a libc, an allocator, a link mode, and what make is given. `libc`, `allocator` and `link` are what
 * the program must prove of itself once built.
 */
export interface TargetRecipe {
  readonly name: string;
  readonly libc: Proof['libc']['name'];
  /** The name the program's proof gives to the allocator it found. */
  readonly allocator: string;
  /** Names that the proof may give instead, where the allocator is the user's and not known beforehand. */
  readonly otherAllocators?: readonly string[];
  readonly link: Proof['libc']['link'];
  /** The libc's version where the name of the target promises one. */
  readonly libcVersion?: string;
  /** Settings of the allocator that the proof must find in force. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Values that it must prove among its derived defaults. */
  readonly defaults?: Readonly<Record<string, number>>;
  /** Variables that every process of the target gets: how allocators take settings. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The allocator takes its setting only where the process may use every CPU of the machine. */
  readonly needsAllCpus?: boolean;
  /** Programs must be on the PATH; the content of files becomes part of the build's key, since it is linked in. */
  readonly needs: readonly Need[];
  /** The musl that is built for it; absent when the compiler's own libc is used. */
  readonly musl?: { readonly source: SourceRecipe; readonly toolchain: ToolchainRecipe };
  readonly linked?: LinkedAllocator;
  /** Draws the order in which objects are linked; absent: the order of their names. */
  readonly linkSeed?: number;
  readonly make: {
    readonly CC: string;
    readonly CFLAGS: string;
    readonly LDFLAGS: string;
    readonly LDLIBS: string;
  };
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
