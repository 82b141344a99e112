import { commonCflags, gccNeeds, type TargetRecipe } from '../recipe.ts';

/** glibc with the distribution's jemalloc linked in front of it, never preloaded: a preload can silently not apply. */
export const glibcJemalloc: TargetRecipe = {
  name: 'glibc+jemalloc',
  libc: 'glibc',
  allocator: 'jemalloc',
  link: 'dynamic',
  needs: [
    ...gccNeeds,
    {
      type: 'file',
      anyOf: [
        '/usr/lib/x86_64-linux-gnu/libjemalloc.so',
        '/usr/lib64/libjemalloc.so',
        '/usr/lib/libjemalloc.so',
      ],
      debianPackage: 'libjemalloc-dev',
    },
  ],
  make: { CC: 'gcc', CFLAGS: commonCflags, LDFLAGS: '', LDLIBS: '-ljemalloc' },
};
