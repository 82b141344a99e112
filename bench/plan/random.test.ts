import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawBelow, makeRandom, shuffle } from './random.ts';

test('the generator is SplitMix64', () => {
  // Stream 0 mixes to 0, and mix(0) is 0, so seed 0 gives the reference sequence of the published algorithm.
  const random = makeRandom(0n);
  expect([random.next(), random.next(), random.next()]).toEqual([
    0xe220a8397b1dcdafn,
    0x6e789e6aa1b965f4n,
    0x06c45d188009454fn,
  ]);
});

test('streams of one seed differ, and equal seeds agree', () => {
  expect(makeRandom(5n, 1n).next()).not.toBe(makeRandom(5n, 2n).next());
  expect(makeRandom(5n, 1n).next()).toBe(makeRandom(5n, 1n).next());
});

test('a draw lies below its bound', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      fc.integer({ min: 1, max: 2 ** 31 }),
      (seed, bound) => {
        const value = drawBelow(bound, makeRandom(seed));
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThan(bound);
      },
    ),
  );
});

test('values that would favour small remainders are drawn again', () => {
  const values = [2n ** 64n - 1n, 7n];
  expect(drawBelow(3, { next: () => values.shift() ?? 0n })).toBe(1);
});

test('a shuffle keeps every item and reaches every order', () => {
  const random = makeRandom(1n);
  const counts = new Map<string, number>();
  for (let i = 0; i < 6000; i += 1) {
    const order = shuffle(['a', 'b', 'c'], random).join('');
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect([...counts.keys()].sort()).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba']);
  // Six standard deviations around 1,000 of 6,000.
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(175);
});
