import { expect, test } from 'vitest';
import { parseLoaderList } from './libraries.ts';

test("glibc's loader lists names with paths, itself, and a vdso without a path", () => {
  const text = [
    '\tlinux-vdso.so.1 (0x00007f97058e5000)',
    '\tlibjemalloc.so.2 => /lib/x86_64-linux-gnu/libjemalloc.so.2 (0x00007f97056ec000)',
    '\t/lib64/ld-linux-x86-64.so.2 (0x00007f97058e7000)',
    '',
  ].join('\n');
  expect(parseLoaderList(text)).toEqual([
    '/lib/x86_64-linux-gnu/libjemalloc.so.2',
    '/lib64/ld-linux-x86-64.so.2',
  ]);
});

test("musl's loader lists itself twice, since it is the libc", () => {
  const text =
    '\t/lib/ld-musl-x86_64.so.1 (0x7f0be7e7f000)\n\tlibc.so => /lib/ld-musl-x86_64.so.1 (0x7f0be7e7f000)\n';
  expect(parseLoaderList(text)).toEqual(['/lib/ld-musl-x86_64.so.1', '/lib/ld-musl-x86_64.so.1']);
});
