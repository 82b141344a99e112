import { describe, expect, test } from 'vitest';
import type { Proof } from '../../results/schema/proof.ts';
import { makeProof as makeAnyProof } from '../../test/fixtures/program-output.ts';
import { contrastOf } from './contrast.ts';

type Libc = Proof['libc'];

function makeProof(
  target: string,
  libc: Libc,
  allocator: Proof['allocator']['name'],
  { version = libc.version, settings = {} as Record<string, string> } = {},
): Proof {
  const any = makeAnyProof(target);
  const known = { ...any.allocator, name: allocator, version, settings };
  return { ...any, libc, allocator: known };
}

const musl: Libc = { name: 'musl', version: '1.2.5', link: 'static' };
const muslDynamic: Libc = { ...musl, link: 'dynamic' };
const glibc: Libc = { name: 'glibc', version: '2.36', link: 'dynamic' };
const glibcDefaults = { settings: { threadArena: 'own', tcache: 'on' } };
const jemalloc = { version: '5.3.0', settings: { percpu_arena: 'disabled' } };
const mimalloc = { version: '2.0.9' };

const targets: readonly Proof[] = [
  makeProof('musl', musl, 'mallocng'),
  makeProof('musl-dynamic', muslDynamic, 'mallocng'),
  makeProof('musl-oldmalloc', musl, 'oldmalloc'),
  makeProof('musl-1.2.3', { ...musl, version: '1.2.3' }, 'mallocng'),
  makeProof('musl+jemalloc', musl, 'jemalloc', jemalloc),
  makeProof('musl+mimalloc', musl, 'mimalloc', mimalloc),
  makeProof('glibc', glibc, 'glibc', glibcDefaults),
  makeProof('glibc-static', { ...glibc, link: 'static' }, 'glibc', glibcDefaults),
  makeProof('glibc+jemalloc', glibc, 'jemalloc', jemalloc),
  makeProof('glibc+mimalloc', glibc, 'mimalloc', mimalloc),
  makeProof('glibc+tcmalloc', glibc, 'tcmalloc', { version: '2.10' }),
  makeProof('glibc@arena_max=1', glibc, 'glibc', { settings: { threadArena: 'main', tcache: 'on' } }),
  makeProof('glibc@tcache=0', glibc, 'glibc', { settings: { threadArena: 'own', tcache: 'off' } }),
  makeProof('glibc+jemalloc@percpu_arena', glibc, 'jemalloc', {
    ...jemalloc,
    settings: { percpu_arena: 'percpu' },
  }),
];

/** A letter for each thing that differs: alone it is the contrast, with others it is named. */
const letters: Readonly<Record<string, readonly [contrast: string, name: string]>> = {
  O: ['libc', 'libc with its allocator'],
  C: ['libc', 'libc'],
  V: ['version', 'libc version'],
  K: ['link', 'link mode'],
  A: ['allocator', 'allocator'],
  S: ['setting', 'settings'],
};

/** Row against column, in the order of the targets; each row begins behind the diagonal. */
const table = [
  ['musl', 'K A V A A OK O CKA CKA CKA OKS OKS CKAS'],
  ['musl-dynamic', 'KA VK KA KA O OK CA CA CA OS OS CAS'],
  ['musl-oldmalloc', 'VA A A OK O CKA CKA CKA OKS OKS CKAS'],
  ['musl-1.2.3', 'VA VA OK O CKA CKA CKA OKS OKS CKAS'],
  ['musl+jemalloc', 'A CKA CA CK CKA CKA CKAS CKAS CKS'],
  ['musl+mimalloc', 'CKA CA CKA CK CKA CKAS CKAS CKAS'],
  ['glibc', 'K A A A S S AS'],
  ['glibc-static', 'KA KA KA KS KS KAS'],
  ['glibc+jemalloc', 'A A AS AS S'],
  ['glibc+mimalloc', 'A AS AS AS'],
  ['glibc+tcmalloc', 'AS AS AS'],
  ['glibc@arena_max=1', 'S AS'],
  ['glibc@tcache=0', 'AS'],
] as const;

function expectedOf(cell: string) {
  const found = [...cell].map((letter) => letters[letter] ?? ['?', letter]);
  if (found.length === 1) return { contrast: found[0]?.[0], confounded: null };
  return { contrast: null, confounded: `confounded: ${found.map(([, name]) => name).join(', ')} differ` };
}

describe('every pair of targets', () => {
  test('is in the table', () => {
    expect(table.map(([name]) => name)).toEqual(targets.slice(0, -1).map(({ target }) => target));
    expect(table.map(([, cells]) => cells.split(' ').length)).toEqual(
      table.map((_, row) => targets.length - 1 - row),
    );
  });

  test.each(
    targets.flatMap((a, row) =>
      targets.slice(row + 1).map((b, column) => ({
        pair: `${a.target} : ${b.target}`,
        a,
        b,
        cell: table[row]?.[1].split(' ')[column] ?? '',
      })),
    ),
  )('$pair differs in $cell, in either order', ({ a, b, cell }) => {
    expect(contrastOf(a, b)).toEqual(expectedOf(cell));
    expect(contrastOf(b, a)).toEqual(expectedOf(cell));
  });
});

const plain = makeProof('glibc', glibc, 'glibc', glibcDefaults);
const relinked = { ...plain, target: 'glibc@relink=1' };
const newer = { ...glibc, version: '2.41' };

test.each<[string, Proof, Proof, object]>([
  ['a build of another link order', plain, relinked, { contrast: 'relink', confounded: null }],
  [
    'two orders of one setting',
    { ...plain, target: 'glibc@tcache=0@relink=1' },
    { ...plain, target: 'glibc@relink=2@tcache=0' },
    { contrast: 'relink', confounded: null },
  ],
  [
    'another order of another program',
    relinked,
    makeProof('glibc+jemalloc', glibc, 'jemalloc', jemalloc),
    { contrast: null, confounded: 'confounded: allocator, link order differ' },
  ],
  [
    'nothing',
    plain,
    { ...plain, target: 'glibc-mine' },
    { contrast: null, confounded: 'confounded: nothing but the label differs' },
  ],
  [
    'a setting that only the environment shows',
    plain,
    { ...plain, target: 'mine', derivedDefaults: { GLIBC_TUNABLES: 'glibc.malloc.mmap_threshold=1' } },
    { contrast: 'setting', confounded: null },
  ],
  [
    'defaults that a newer libc brings along',
    plain,
    makeProof('glibc-2.41', newer, 'glibc', { settings: { tcache: 'on' } }),
    { contrast: 'version', confounded: null },
  ],
  [
    'the libc version under one allocator',
    makeProof('glibc+jemalloc', glibc, 'jemalloc', jemalloc),
    makeProof('glibc-2.41+jemalloc', newer, 'jemalloc', jemalloc),
    { contrast: 'version', confounded: null },
  ],
  [
    'the libc under two versions of an allocator',
    makeProof('musl-dynamic+jemalloc', muslDynamic, 'jemalloc', { ...jemalloc, version: '5.2.1' }),
    makeProof('glibc+jemalloc', glibc, 'jemalloc', jemalloc),
    { contrast: null, confounded: 'confounded: libc, allocator version differ' },
  ],
  [
    'the allocator of a patched libc that nobody knows',
    makeProof('musl', musl, 'mallocng'),
    makeProof('musl-mine', musl, 'unknown'),
    { contrast: 'allocator', confounded: null },
  ],
  [
    'a tree of the user’s whose patch made its allocator unknown',
    makeProof('musl', musl, 'mallocng'),
    makeProof('mine', { ...musl, version: '1.2.5-0123456789ab' }, 'unknown'),
    { contrast: 'version', confounded: null },
  ],
  [
    'an unknown allocator in front of another libc',
    makeProof('musl-dynamic', muslDynamic, 'mallocng'),
    makeProof('glibc+mine', glibc, 'unknown', { version: '1' }),
    { contrast: null, confounded: 'confounded: libc, allocator differ' },
  ],
  [
    'the compiler',
    plain,
    { ...plain, target: 'mine', build: { ...plain.build, compiler: 'clang 19' } },
    { contrast: null, confounded: 'confounded: compiler differs' },
  ],
])('%s', (_what, a, b, contrast) => {
  expect(contrastOf(a, b)).toEqual(contrast);
  expect(contrastOf(b, a)).toEqual(contrast);
});

describe('allocators that nobody can name', () => {
  const first = makeProof('glibc+first', glibc, 'unknown', { version: 'unknown' });
  const second = { ...first, target: 'glibc+second' };
  const ofMusl = makeProof('musl-dynamic+first', muslDynamic, 'unknown', { version: 'unknown' });

  test.each([
    ['other', first, second, { contrast: 'allocator', confounded: null }],
    ['same', first, second, { contrast: null, confounded: 'confounded: nothing but the label differs' }],
    [
      'unknown',
      first,
      second,
      { contrast: null, confounded: 'confounded: perhaps the allocator, which is unknown, differs' },
    ],
    ['other', ofMusl, first, { contrast: null, confounded: 'confounded: libc, allocator differ' }],
  ] as const)('are told apart by their files: %s', (files, a, b, contrast) => {
    expect(contrastOf(a, b, files)).toEqual(contrast);
    expect(contrastOf(b, a, files)).toEqual(contrast);
  });

  test('two builds of one version of a known allocator are no mere labels', () => {
    const [a, b] = [
      makeProof('glibc+jemalloc', glibc, 'jemalloc', jemalloc),
      makeProof('glibc+mine', glibc, 'jemalloc', jemalloc),
    ];
    expect(contrastOf(a, b, 'other')).toEqual({ contrast: 'allocator', confounded: null });
    const libcs = contrastOf(
      makeProof('musl-dynamic+jemalloc', muslDynamic, 'jemalloc', jemalloc),
      a,
      'other',
    );
    expect(libcs).toEqual({ contrast: 'libc', confounded: null });
  });
});
