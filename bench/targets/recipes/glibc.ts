import { commonCflags, gccNeeds, type Need, type TargetRecipe } from '../recipe.ts';

/** What glibc's malloc does when nobody asks for something else. */
const settings = { threadArena: 'own', tcache: 'on' };

/** The distribution's glibc as it is normally used: linked dynamically, with its own allocator. */
export const glibc: TargetRecipe = {
  name: 'glibc',
  libc: 'glibc',
  allocator: 'glibc',
  settings,
  link: 'dynamic',
  needs: gccNeeds,
  make: { CC: 'gcc', CFLAGS: commonCflags, LDFLAGS: '', LDLIBS: '' },
};

/** The partner of `musl` in the libc contrast. */
export const glibcStatic: TargetRecipe = {
  ...glibc,
  name: 'glibc-static',
  link: 'static',
  needs: [
    ...gccNeeds,
    {
      type: 'file',
      anyOf: ['/usr/lib/x86_64-linux-gnu/libc.a', '/usr/lib64/libc.a', '/usr/lib/libc.a'],
      debianPackage: 'libc6-dev',
    },
  ],
  make: { ...glibc.make, LDFLAGS: '-static' },
};

/** All threads share one arena: what people set against glibc's memory use. */
export const glibcOneArena: TargetRecipe = {
  ...glibc,
  name: 'glibc@arena_max=1',
  settings: { ...settings, threadArena: 'main' },
  environment: { GLIBC_TUNABLES: 'glibc.malloc.arena_max=1' },
};

/** Without the cache per thread, which keeps blocks that came from other threads. */
export const glibcNoTcache: TargetRecipe = {
  ...glibc,
  name: 'glibc@tcache=0',
  settings: { ...settings, tcache: 'off' },
  environment: { GLIBC_TUNABLES: 'glibc.malloc.tcache_count=0' },
};

function library(name: string, debianPackage: string): Need {
  const folders = ['/usr/lib/x86_64-linux-gnu', '/usr/lib64', '/usr/lib'];
  return { type: 'file', anyOf: folders.map((folder) => `${folder}/${name}`), debianPackage };
}

/** An allocator of the distribution linked in front of glibc's, never preloaded: a preload can silently not apply. */
function withAllocator(allocator: string, file: string, debianPackage: string): TargetRecipe {
  const { settings: _ofGlibc, ...rest } = glibc;
  return {
    ...rest,
    name: `glibc+${allocator}`,
    allocator,
    needs: [...gccNeeds, library(file, debianPackage)],
    make: { ...glibc.make, LDLIBS: `-l${file.replace(/^lib(.*)\.so$/, '$1')}` },
  };
}

export const glibcJemalloc: TargetRecipe = {
  ...withAllocator('jemalloc', 'libjemalloc.so', 'libjemalloc-dev'),
  settings: { percpu_arena: 'disabled' },
};

export const glibcMimalloc = withAllocator('mimalloc', 'libmimalloc.so', 'libmimalloc-dev');

/** Without gperftools' profilers, as it is linked where only the allocator is wanted. */
export const glibcTcmalloc = withAllocator('tcmalloc', 'libtcmalloc_minimal.so', 'libgoogle-perftools-dev');
