import { checkDraws, checkValues, flatten } from './check-draws.ts';
import type { Draws, ResamplingEngine } from './engine.ts';
import { typescriptEngine } from './typescript-engine.ts';

/**
 * Two-sided p-values of the hypothesis that the values of a comparison, one per block, are spread evenly around 0: the share of random
 * assignments of signs whose sum is at least as far from 0 as the observed one. For paired differences that is the permutation test of their mean,
 * for signed ranks Wilcoxon's test. The observed assignment counts as one of the draws, so that no p-value is 0 and the
 * test keeps its level: B. Phipson and G. Smyth, Permutation P-values should never be zero, Statistical Applications in Genetics and
 * Molecular Biology 9, 2010.
 * Throws RangeError for a comparison without values, for values that are not finite, and for wrong numbers in `draws`.
 */
export function signFlipPValues(
  comparisons: readonly (readonly number[])[],
  draws: Draws,
  engine: ResamplingEngine = typescriptEngine,
): readonly number[] {
  checkDraws(draws);
  checkValues(comparisons);
  const { flat, offsets } = flatten(comparisons);
  const counts = engine.countSignFlips({ ...draws, values: flat, offsets });
  return [...counts].map((count) => (count + 1) / (draws.resamples + 1));
}
