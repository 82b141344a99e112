import { commonCflags, gccNeeds, type TargetRecipe } from '../recipe.ts';

/** The distribution's glibc as it is normally used: linked dynamically, with its own allocator. */
export const glibc: TargetRecipe = {
  name: 'glibc',
  libc: 'glibc',
  allocator: 'glibc',
  link: 'dynamic',
  needs: gccNeeds,
  make: { CC: 'gcc', CFLAGS: commonCflags, LDFLAGS: '', LDLIBS: '' },
};
