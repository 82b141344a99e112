import { type EffectRequest, measureEffect, scales } from '../compare/measure-effect.ts';
import { fewestBlocksForInterval } from '../estimate/estimate.ts';
import { signedRankInterval } from '../stats/signed-rank-interval.ts';
import { signedRankTest } from '../stats/signed-rank-test.ts';
import { measureUnpaired, type UnpairedEffect } from './measure-unpaired.ts';

/** Two arms' values by block → their effect; null where there is nothing to compare. */
export function measurePair(request: EffectRequest, isPaired: boolean): UnpairedEffect | null {
  const { compareAs, kind, confidence } = request;
  if (!isPaired) {
    const [a, b] = [[...request.baseline.values()], [...request.target.values()]];
    return measureUnpaired({ compareAs, kind, a, b, confidence });
  }
  const measured = measureEffect(request);
  if (measured === null) return null;
  const { effect, differences, notes } = measured;
  const { back } = scales[effect.kind === 'ratio' ? 'ratio' : 'difference'];
  return {
    effect,
    notes,
    pValue: differences === null ? null : signedRankTest(differences).pValue,
    intervalAt: (level) => {
      if (differences === null || differences.length < fewestBlocksForInterval) return null;
      const found = signedRankInterval(differences, level);
      if (found === null || found.lower === found.upper) return null;
      return { lower: back(found.lower), upper: back(found.upper), coverage: found.coverage };
    },
  };
}
