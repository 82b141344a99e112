import { expect, test } from 'vitest';
import type { Proof } from '../results/schema/proof.ts';
import { contrastOf } from './contrast.ts';

type Libc = Proof['libc'];

function makeProof(target: string, libc: Libc, allocator: Proof['allocator']['name']): Proof {
  return {
    target,
    libc,
    allocator: {
      name: allocator,
      version: allocator === 'jemalloc' ? '5.3.0' : libc.version,
      evidence: 'asked',
      object: 'program',
      ownership: '8 of 8 blocks',
      settings: {},
    },
    usableSizeBytes: [],
    derivedDefaults: {},
    build: { compiler: 'gcc 12', flags: '-O2', sourceSha256: 'a'.repeat(64) },
  };
}

const muslLibc: Libc = { name: 'musl', version: '1.2.3', link: 'static' };
const glibcLibc: Libc = { name: 'glibc', version: '2.36', link: 'dynamic' };
const musl = makeProof('musl', muslLibc, 'mallocng');
const muslDynamic = makeProof('musl-dynamic', { ...muslLibc, link: 'dynamic' }, 'mallocng');
const glibc = makeProof('glibc', glibcLibc, 'glibc');
const glibcJemalloc = makeProof('glibc+jemalloc', glibcLibc, 'jemalloc');

test.each([
  ['allocator', glibc, glibcJemalloc],
  ['libc', muslDynamic, glibc],
  ['link', musl, muslDynamic],
])('only the %s differs, in either order', (contrast, a, b) => {
  expect(contrastOf(a, b)).toEqual({ contrast, confounded: null });
  expect(contrastOf(b, a)).toEqual({ contrast, confounded: null });
});

test.each([
  ['libc with its allocator, link mode differ', musl, glibc],
  ['libc, allocator differ', muslDynamic, glibcJemalloc],
  ['libc, link mode, allocator differ', musl, glibcJemalloc],
])('%s: no single cause', (what, a, b) => {
  expect(contrastOf(a, b)).toEqual({ contrast: null, confounded: `confounded: ${what}` });
});

test('another version of the libc under another allocator is no allocator contrast', () => {
  const newer = makeProof('glibc+jemalloc', { ...glibcLibc, version: '2.41' }, 'jemalloc');
  expect(contrastOf(glibc, newer).contrast).toBeNull();
});
