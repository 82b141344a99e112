import { expect, test } from 'vitest';
import type { Proof } from '../../results/schema/proof.ts';
import { makeProof } from '../../test/fixtures/program-output.ts';
import { proofHash } from '../targets/proof-hash.ts';
import { describeProofDifferences } from './proof-differences.ts';

const proof = makeProof('musl');

const withAllocator = (allocator: Partial<Proof['allocator']>, of: Proof = proof): Proof => ({
  ...of,
  allocator: { ...of.allocator, ...allocator },
});

test.each<[string, Proof, Proof, readonly string[]]>([
  ['nothing', proof, structuredClone(proof), []],
  [
    'another allocator',
    withAllocator({ name: 'jemalloc', version: '5.3.0' }),
    proof,
    ["allocator.name is 'mallocng' instead of 'jemalloc'", "allocator.version is '1.2.3' instead of '5.3.0'"],
  ],
  [
    'a field of a setting',
    withAllocator({ settings: { tcache: 'off', threadArena: 'own' } }),
    withAllocator({ settings: { tcache: 'on', threadArena: 'own' } }),
    ["allocator.settings.tcache is 'on' instead of 'off'"],
  ],
  [
    'a setting that jemalloc turns off by itself',
    withAllocator({ settings: { percpu_arena: 'percpu' } }),
    withAllocator({ settings: { percpu_arena: 'disabled' } }),
    [
      "allocator.settings.percpu_arena is 'disabled' instead of 'percpu' (jemalloc turns it off when the process may not use all CPUs)",
    ],
  ],
  [
    'the same setting, turned on unasked',
    withAllocator({ settings: { percpu_arena: 'disabled' } }),
    withAllocator({ settings: { percpu_arena: 'percpu' } }),
    ["allocator.settings.percpu_arena is 'percpu' instead of 'disabled'"],
  ],
  [
    'fields that only one of them has',
    withAllocator({ settings: { tcache: 'on' } }),
    withAllocator({ settings: { threadArena: 'own' } }),
    [
      "allocator.settings.tcache is absent instead of 'on'",
      "allocator.settings.threadArena is 'own' instead of absent",
    ],
  ],
  [
    'usable sizes, by the first',
    {
      ...proof,
      usableSizeBytes: [
        [1, 12],
        [20, 28],
        [40, 48],
      ],
    },
    {
      ...proof,
      usableSizeBytes: [
        [1, 12],
        [20, 24],
        [40, 40],
      ],
    },
    ['usableSizeBytes[1][1] is 24 instead of 28'],
  ],
  [
    'a size too many',
    proof,
    {
      ...proof,
      usableSizeBytes: [
        [1, 12],
        [20, 28],
      ],
    },
    ['usableSizeBytes[1] is [20,28] instead of absent'],
  ],
  [
    'long words, cut',
    proof,
    withAllocator({ evidence: 'x'.repeat(500) }),
    [`allocator.evidence is '${'x'.repeat(60)}…' instead of 'usable sizes'`],
  ],
  ['defaults of the machine', proof, { ...proof, derivedDefaults: { 'jemalloc.opt.narenas': 8 } }, []],
])('names what differs: %s', (_what, wanted, found, differences) => {
  expect(describeProofDifferences(wanted, found)).toEqual(differences);
  // The records keep the hash: both must tell the same programs apart.
  expect(proofHash(wanted) === proofHash(found)).toBe(differences.length === 0);
});

test('the order of fields is no difference', () => {
  const reversed = Object.fromEntries(Object.entries(proof).reverse()) as Proof;
  expect(describeProofDifferences(proof, reversed)).toEqual([]);
});
