import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** An interface of malloc that hands out nothing: libraries are looked into, and never called. It calls the libc, to need it. */
export const mallocSource = `
#include <stdlib.h>
void *malloc(size_t n) { abort(); }
void free(void *p) { }
void *calloc(size_t m, size_t n) { return 0; }
void *realloc(void *p, size_t n) { return 0; }
size_t malloc_usable_size(void *p) { return 0; }
`;

/** Compiles `source` into `folder/name`: an archive when the name ends in .a, else a shared library. Answers its path. */
export async function makeTinyLibrary(
  folder: string,
  name: string,
  {
    source = mallocSource,
    flags = [],
  }: { readonly source?: string; readonly flags?: readonly string[] } = {},
): Promise<string> {
  const path = join(folder, name);
  const text = join(folder, 'library.c');
  await writeFile(text, source);
  const common = ['-fno-builtin', '-w', '-fPIC', text];
  if (!name.endsWith('.a')) {
    await run('gcc', [...common, '-shared', ...flags, '-o', path]);
    return path;
  }
  const object = join(folder, 'library.o');
  await run('gcc', [...common, '-c', ...flags, '-o', object]);
  await run('ar', ['rcs', path, object]);
  return path;
}
