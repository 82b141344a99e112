import { commonCflags, type Need, type TargetRecipe } from '../recipe.ts';

export const muslCompilerNeeds: readonly Need[] = [
  { type: 'program', program: 'make', debianPackage: 'make' },
  { type: 'program', program: 'musl-gcc', debianPackage: 'musl-tools' },
];

/** musl as it is normally used: linked statically, with its own allocator, as the distribution configured it. */
export const musl: TargetRecipe = {
  name: 'musl',
  libc: 'musl',
  allocator: 'mallocng',
  link: 'static',
  needs: [
    ...muslCompilerNeeds,
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
