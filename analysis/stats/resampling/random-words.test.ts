import { expect, test } from 'vitest';
import { nextBelow, nextWord, startWords } from './random-words.ts';

test('words are those of the authors of xoshiro128++', () => {
  const state = Int32Array.of(1, 2, 3, 4);
  const words = Array.from({ length: 5 }, () => nextWord(state) >>> 0);
  expect(words).toEqual([641, 1573767, 3222811527, 3517856514, 836907274]);
});

test('streams of a seed and seeds of a stream differ, and none stands still', () => {
  const pairs = [0, 1, 2, 2 ** 31, 2 ** 32 - 1].flatMap((seed) =>
    [0, 1, 7, 2 ** 32 - 1].map((i) => [seed, i]),
  );
  const states = pairs.map(([seed = 0, stream = 0]) => startWords(seed, stream));
  expect(new Set(states.map(String)).size).toBe(pairs.length);
  for (const state of states) expect(state.some((word) => word !== 0)).toBe(true);
});

test('each bit is set half of the time, and each number below a bound drawn as often as the others', () => {
  const state = startWords(4, 2);
  const bits = Array.from({ length: 32 }, () => 0);
  const drawn = Array.from({ length: 7 }, () => 0);
  for (let i = 0; i < 7000; i += 1) {
    const word = nextWord(state);
    for (let bit = 0; bit < 32; bit += 1) bits[bit] = (bits[bit] ?? 0) + ((word >>> bit) & 1);
    const number = nextBelow(7, state);
    drawn[number] = (drawn[number] ?? 0) + 1;
  }
  // Four and five standard deviations of 42 and 29.
  for (const count of bits) expect(Math.abs(count - 3500)).toBeLessThan(170);
  for (const count of drawn) expect(Math.abs(count - 1000)).toBeLessThan(150);
});
