import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { allocate, type Block } from './allocate.ts';
import { makePages } from './pages.ts';
import { predictBoundaryShare, predictCalloc, predictRemoteFree, predictReuse } from './predict.ts';
import { release } from './release.ts';
import { unitBytes } from './size-classes.ts';
import { makeState } from './state.ts';

/**
 * What a program linked with musl 1.2.5-3.1~deb13u1 printed: it allocates `count` blocks, frees all but every `keep`-th (0: all), and
 * allocates as many again. `groups` of the first allocation, and the beginning of the SHA-256 of a line for each block:
 * slot, distance from the group's storage in units, and the group's address within its page.
 */
const dumps = [
  { bytes: 16, count: 3000, keep: 0, groups: 102, digest: 'abd352987ddd58ff' },
  { bytes: 64, count: 5000, keep: 37, groups: 211, digest: '5bc253830e57ae4f' },
  { bytes: 500, count: 2000, keep: 50, groups: 83, digest: '635d9f230a10b389' },
  { bytes: 1500, count: 1000, keep: 10, groups: 63, digest: '94f98b325ff3e676' },
  { bytes: 4000, count: 1000, keep: 100, groups: 52, digest: 'e8734340d3805692' },
  { bytes: 20_000, count: 500, keep: 7, groups: 69, digest: '7921a6c0639e3d16' },
  { bytes: 60_000, count: 100, keep: 0, groups: 39, digest: '631bc7283d05e474' },
  { bytes: 60_000, count: 100, keep: 9, groups: 39, digest: '0ef084d60a0a86df' },
  { bytes: 140_000, count: 20, keep: 3, groups: 20, digest: '258370fd6154fd8f' },
];

function replay({ bytes, count, keep }: (typeof dumps)[number]) {
  const state = makeState(makePages());
  const first = Array.from({ length: count }, () => allocate(state, bytes, 0));
  const freed = first.filter((_, i) => keep === 0 || i % keep !== 0);
  for (const block of freed) release(state, block);
  return { first, again: freed.map(() => allocate(state, bytes, 0)) };
}

function lineOf({ address, group, slot }: Block): string {
  return `${slot} ${(address - group.address) / unitBytes - 1} ${group.address % 4096}\n`;
}

test.each(dumps)('gives out the slots that mallocng gives out: %j', (dump) => {
  const { first, again } = replay(dump);
  expect(new Set(first.map(({ group }) => group)).size).toBe(dump.groups);
  const lines = [...first, ...again].map(lineOf).join('');
  expect(createHash('sha256').update(lines).digest('hex').slice(0, 16)).toBe(dump.digest);
});

describe('blocks that a second node allocates after a first one', () => {
  const every = (count: number, keep: number) => Array.from({ length: count }, (_, i) => i % keep === 0);
  const none = (count: number) => new Array<boolean>(count).fill(false);

  test('are all on the second where nothing survives, at every size', () => {
    for (const bytes of [16, 64, 500, 4000, 20_000, 140_000])
      expect(predictRemoteFree(bytes, none(500))).toBe(0);
  });

  test('are on the first where its groups live on: one survivor holds all slots of its outermost group', () => {
    expect(predictRemoteFree(64, every(4000, 200))).toBeGreaterThan(0.8);
    expect(predictRemoteFree(4000, every(1000, 32))).toBeGreaterThan(0.8);
    const one = none(1000).with(500, true);
    // A mapped group of this class has at most 24 slots, of which one survives.
    expect(predictRemoteFree(20_000, one)).toBeCloseTo(23 / 999, 3);
  });

  test('are never on the first when blocks are mappings of their own', () => {
    expect(predictRemoteFree(140_000, every(100, 2))).toBe(0);
  });
});

describe('a batch of one block allocated and freed in cycles', () => {
  test('is unmapped each time, until its class has bounced a hundred times', () => {
    expect(predictReuse(4000, 1, 100)).toEqual({ remoteShare: 0, faults: 101, calls: 201 });
    expect(predictReuse(4000, 1, 101)).toEqual({ remoteShare: 1, faults: 101, calls: 201 });
    expect(predictReuse(4000, 1, 150)).toEqual({ remoteShare: 1, faults: 101, calls: 201 });
  });

  test('is unmapped once more when it has been used fifty times since', () => {
    expect(predictReuse(4000, 1, 152)).toEqual({ remoteShare: 0, faults: 102, calls: 203 });
  });

  test('bounces through the group that a small one is nested in', () => {
    expect(predictReuse(64, 4, 90).remoteShare).toBe(0);
    expect(predictReuse(64, 4, 110).remoteShare).toBe(1);
  });

  test('is always unmapped in classes that are not watched', () => {
    expect(predictReuse(60_000, 1, 300)).toEqual({ remoteShare: 0, faults: 301 * 15, calls: 601 });
  });
});

describe('blocks side by side', () => {
  test('lie on pages placed for a neighbour: nearly all small ones, few of the big ones', () => {
    expect(predictBoundaryShare(16, 4000)).toBeGreaterThan(0.99);
    expect(predictBoundaryShare(2000, 2000)).toBeCloseTo(0.55, 2);
    expect(predictBoundaryShare(140_000, 50)).toBe(0);
  });

  test('are placed by what malloc writes at the end of the slot below, beyond its block', () => {
    // The block of 40,000 bytes ends more than a page before its slot of 43,680 does where it begins at the slot's start.
    const share = predictBoundaryShare(40_000, 800);
    expect(share).toBeGreaterThan(0.01);
    expect(share).toBeLessThan(4096 / 40_000);
  });

  test('of none have no share', () => {
    expect(predictBoundaryShare(64, 0)).toBe(0);
  });
});

describe('calloc', () => {
  test('writes all of a block below a page, and next to nothing of a mapping of its own', () => {
    expect(predictCalloc(1000, 100, 'fresh')).toEqual({ onCaller: 1, onEarlierUser: 0, onNone: 0 });
    expect(predictCalloc(1_000_000, 10, 'fresh').onCaller).toBeLessThan(0.01);
  });

  test('writes the ends of a big block in a shared group', () => {
    const { onCaller, onNone } = predictCalloc(60_000, 50, 'fresh');
    expect(onCaller).toBeGreaterThan(0.05);
    expect(onCaller).toBeLessThan(0.2);
    expect(onCaller + onNone).toBeCloseTo(1, 9);
  });

  test('leaves used memory where it is', () => {
    expect(predictCalloc(1000, 100, 'reused').onEarlierUser).toBe(1);
    expect(predictCalloc(140_000, 10, 'reused').onEarlierUser).toBe(0);
  });
});
