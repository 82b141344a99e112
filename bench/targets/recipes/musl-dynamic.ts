import { commonCflags, type TargetRecipe } from '../recipe.ts';
import { muslCompilerNeeds } from './musl.ts';

/** musl linked dynamically: the partner of `glibc` in the libc contrast, which must not differ in the link mode too. */
export const muslDynamic: TargetRecipe = {
  name: 'musl-dynamic',
  libc: 'musl',
  allocator: 'mallocng',
  link: 'dynamic',
  needs: [...muslCompilerNeeds, { type: 'file', anyOf: ['/lib/ld-musl-x86_64.so.1'], debianPackage: 'musl' }],
  make: { CC: 'musl-gcc', CFLAGS: commonCflags, LDFLAGS: '', LDLIBS: '' },
};
