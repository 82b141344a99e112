import { expect, test } from 'vitest';
import { makeProgramRandom } from './program-random.ts';
import { drawSurvivors } from './remote-free-survivors.ts';

test('draws what the benchmark program draws from the same seed and stream', () => {
  // Printed by a C program that includes native/harness/random.h.
  const random = makeProgramRandom('1234567890123456789', 2000);
  const small = Array.from({ length: 8 }, () => random.below(1000));
  expect(small).toEqual([29, 111, 683, 410, 675, 251, 364, 333]);
  const big = Array.from({ length: 4 }, () => random.below(3_000_000_000));
  expect(big).toEqual([1_048_545_669, 2_024_452_019, 2_689_265_217, 1_783_496_230]);
});

test('draws the survivors that remote-free draws', () => {
  const drawn = drawSurvivors('7', 50, 200);
  expect(drawn.map(Number).join('')).toBe('00000000000010110101101000000000000000010000001001');
  expect(drawSurvivors('7', 1999, 1).filter(Boolean)).toHaveLength(1);
  expect(drawSurvivors('7', 999, 1).filter(Boolean)).toHaveLength(0);
});
