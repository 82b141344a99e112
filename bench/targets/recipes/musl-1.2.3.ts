import { commonCflags, type TargetRecipe } from '../recipe.ts';

/**
 * The musl of Debian 12 as its package has it: a control from the time when freed slots of several pages were given back with
 * madvise (1.2.1 to 1.2.3). Later releases of Debian package another musl, and have no such target.
 */
export const musl123: TargetRecipe = {
  name: 'musl-1.2.3',
  libc: 'musl',
  libcVersion: '1.2.3',
  allocator: 'mallocng',
  link: 'static',
  needs: [
    { type: 'program', program: 'make', debianPackage: 'make' },
    { type: 'program', program: 'musl-gcc', debianPackage: 'musl-tools' },
    {
      type: 'file',
      anyOf: [
        '/usr/lib/x86_64-linux-musl/libc.a',
        '/usr/x86_64-linux-musl/lib64/libc.a',
        '/usr/lib/musl/lib/libc.a',
      ],
      debianPackage: 'musl-dev',
    },
  ],
  make: { CC: 'musl-gcc', CFLAGS: commonCflags, LDFLAGS: '-static', LDLIBS: '' },
};
