import {
  bootstrapPooledQuantiles,
  type QuantileBootstrap,
} from '../../../analysis/stats/resampling/bootstrap-pooled-quantiles.ts';
import type { Addon } from '../../addon/addon.ts';
import { addonPath, loadAddon } from '../../addon/load-addon.ts';
import { findLabRoot } from '../../lab-root.ts';

/** The addon's bootstrap, or the one in TypeScript where there is no addon or an older one. Answers are the same bits. */
export function chooseQuantileBootstrap(addon: Addon | undefined): QuantileBootstrap {
  const compiled = addon?.bootstrapPooledQuantiles;
  if (compiled === undefined) return bootstrapPooledQuantiles;
  return ({ values, counts, quantiles, resamples, seed, rank }) =>
    Float64Array.from(compiled(values, counts, quantiles, resamples, seed, rank));
}

/** Of the addon that set-up built, where it did. */
export function findQuantileBootstrap(): QuantileBootstrap {
  return chooseQuantileBootstrap(loadAddon(addonPath(findLabRoot())));
}
