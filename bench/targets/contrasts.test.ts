import { expect, test } from 'vitest';
import { contrastOf, contrastTable } from './contrasts.ts';
import { findTarget, targetTable } from './targets.ts';

test('the three declared pairs name their cause, in either order', () => {
  expect(contrastOf('glibc', 'glibc+jemalloc')).toEqual({ state: 'declared', kind: 'allocator' });
  expect(contrastOf('glibc+jemalloc', 'glibc')).toEqual({ state: 'declared', kind: 'allocator' });
  expect(contrastOf('musl', 'musl-dynamic')).toEqual({ state: 'declared', kind: 'link' });
  expect(contrastOf('musl-dynamic', 'glibc')).toEqual({ state: 'declared', kind: 'libc' });
});

test('static musl against dynamic glibc is confounded by the link mode', () => {
  expect(contrastOf('musl', 'glibc')).toEqual({
    state: 'confounded',
    label: 'confounded: libc, allocator and link mode differ',
  });
});

test('dynamic musl against glibc with jemalloc is confounded by the allocator', () => {
  expect(contrastOf('musl-dynamic', 'glibc+jemalloc')).toMatchObject({
    label: 'confounded: libc and allocator differ',
  });
});

test('a target against itself is no contrast', () => {
  expect(contrastOf('musl', 'musl')).toEqual({ state: 'same' });
});

test('an unknown name is refused with the names there are', () => {
  expect(() => contrastOf('musl', 'uclibc')).toThrow("unknown target 'uclibc'");
});

test('what a declared contrast keeps equal is equal in the table of targets', () => {
  for (const { kind, pair } of contrastTable) {
    const [a, b] = [findTarget(pair[0]), findTarget(pair[1])];
    expect([pair, a.link === b.link]).toEqual([pair, kind !== 'link']);
    expect([pair, a.libc === b.libc]).toEqual([pair, kind !== 'libc']);
    if (kind === 'link') expect([pair, a.allocator]).toEqual([pair, b.allocator]);
  }
});

test('every target has a name of its own', () => {
  expect(new Set(targetTable.map((row) => row.name)).size).toBe(targetTable.length);
});
