import type { ResamplingEngine } from '../../analysis/stats/resampling/engine.ts';
import { typescriptEngine } from '../../analysis/stats/resampling/typescript-engine.ts';
import type { Addon } from '../addon/addon.ts';
import { addonPath, loadAddon } from '../addon/load-addon.ts';
import { findLabRoot } from '../lab-root.ts';

/** The addon's engine, or the one in TypeScript where there is no addon or an older one. Answers are the same bits. */
export function chooseResamplingEngine(addon: Addon | undefined): ResamplingEngine {
  const compiled = addon?.resampling;
  if (compiled === undefined) return typescriptEngine;
  return {
    countSignFlips: ({ values, offsets, resamples, seed }) =>
      Uint32Array.from(compiled.countSignFlips(values, offsets, resamples, seed)),
    bootstrapRatios: ({ numerators, denominators, offsets, resamples, seed, rank }) =>
      Float64Array.from(compiled.bootstrapRatios(numerators, denominators, offsets, resamples, seed, rank)),
    bootstrapQuantiles: ({ values, valueOffsets, counts, countOffsets, quantiles, resamples, seed, rank }) =>
      Float64Array.from(
        compiled.bootstrapQuantiles(
          ...([values, valueOffsets, counts, countOffsets, quantiles, resamples, seed, rank] as const),
        ),
      ),
  };
}

/** Of the addon that set-up built, where it did. */
export function findResamplingEngine(): ResamplingEngine {
  return chooseResamplingEngine(loadAddon(addonPath(findLabRoot())));
}
