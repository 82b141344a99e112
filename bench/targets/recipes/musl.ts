import type { ToolchainRecipe } from '../parts/musl-toolchain.ts';
import type { SourceRecipe } from '../parts/source-tree.ts';
import { commonCflags, gccNeeds, type Need, type TargetRecipe } from '../recipe.ts';

/** musl 1.2.5 with Debian's patches; the release after bookworm is the first that has it. */
const source: SourceRecipe = { type: 'debian', package: 'musl', release: 'trixie' };

/** Configured as upstream does by default. */
const toolchain: ToolchainRecipe = { name: 'musl', configure: [] };

const unpackNeed: Need = { type: 'program', program: 'dpkg-source', debianPackage: 'dpkg-dev' };

/** musl as it is normally used: linked statically, with its own allocator. */
export const musl: TargetRecipe = {
  name: 'musl',
  libc: 'musl',
  allocator: 'mallocng',
  link: 'static',
  needs: [...gccNeeds, unpackNeed],
  musl: { source, toolchain },
  make: { CC: 'musl-gcc', CFLAGS: commonCflags, LDFLAGS: '-static', LDLIBS: '' },
};

/** The partner of `glibc` in the libc contrast, which must not differ in the link mode too. */
export const muslDynamic: TargetRecipe = {
  ...musl,
  name: 'musl-dynamic',
  link: 'dynamic',
  make: { ...musl.make, LDFLAGS: '' },
};

/** The allocator that musl had before 1.2.1, in the same tree. */
export const muslOldmalloc: TargetRecipe = {
  ...musl,
  name: 'musl-oldmalloc',
  allocator: 'oldmalloc',
  musl: { source, toolchain: { name: 'musl with oldmalloc', configure: ['--with-malloc=oldmalloc'] } },
};

export const muslJemalloc: TargetRecipe = {
  ...musl,
  name: 'musl+jemalloc',
  allocator: 'jemalloc',
  settings: { percpu_arena: 'disabled' },
  linked: { type: 'archive', name: 'jemalloc' },
};

export const muslMimalloc: TargetRecipe = {
  ...musl,
  name: 'musl+mimalloc',
  allocator: 'mimalloc',
  linked: { type: 'archive', name: 'mimalloc' },
};
