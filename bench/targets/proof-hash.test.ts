import { expect, test } from 'vitest';
import type { Proof } from '../../results/schema/proof.ts';
import { proofHash } from './proof-hash.ts';

const proof: Proof = {
  target: 'musl',
  libc: { name: 'musl', version: '1.2.3', link: 'static' },
  allocator: {
    name: 'mallocng',
    version: '1.2.3',
    evidence: 'link map',
    object: 'program',
    ownership: '8 of 8 blocks',
    settings: {},
  },
  usableSizeBytes: [[1, 12]],
  derivedDefaults: { b: 1, a: 'x' },
  build: { compiler: 'gcc 12', flags: '-O2', sourceSha256: 'a'.repeat(64) },
};

test('the order of keys does not change the hash', () => {
  const turned = Object.fromEntries(Object.entries(proof).reverse()) as Proof;
  expect(proofHash({ ...turned, libc: { link: 'static', version: '1.2.3', name: 'musl' } })).toBe(
    proofHash(proof),
  );
});

test('what an allocator derives from the machine does not change the hash', () => {
  expect(proofHash({ ...proof, derivedDefaults: { a: 'x', b: 2 } })).toBe(proofHash(proof));
});

test('any other value changes the hash', () => {
  expect(proofHash({ ...proof, usableSizeBytes: [[1, 24]] })).not.toBe(proofHash(proof));
  expect(proofHash({ ...proof, build: { ...proof.build, flags: '-O3' } })).not.toBe(proofHash(proof));
});
