import { smallestP } from './smallest-p.ts';

/**
 * The fewest pairs whose smallest p-value, 2^-(n-1), reaches a level: 6 for 0.05, 8 for 0.01. For Holm over m comparisons
 * ask for α/m, the level of its first step. RangeError for a level outside (0, 1].
 */
export function fewestPairs(level: number): number {
  if (!(level > 0 && level <= 1)) throw new RangeError(`level ${level} is not within (0, 1]`);
  let n = 1;
  while (smallestP(n) > level) n += 1;
  return n;
}
