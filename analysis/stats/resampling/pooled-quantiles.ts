import { bucketMiddle, type Histogram, histogramQuantile } from '../histogram-quantile.ts';
import { mergeHistograms } from '../merge-histograms.ts';
import type { QuantileBootstrap } from './bootstrap-pooled-quantiles.ts';
import { type BlockCounts, type BootstrapDraws, quantileIntervals } from './quantile-intervals.ts';

/** A quantile of the observations of all blocks together, with its percentile interval from a bootstrap over whole blocks. */
export interface PooledQuantile {
  readonly pointNs: number;
  readonly lowerNs: number;
  readonly upperNs: number;
  readonly blocks: number;
  readonly observations: number;
}

/** With fewer blocks, resamples of them say little about blocks that did not run. */
const fewestBlocks = 6;

/**
 * Quantiles (each above 0 and below 1) of histograms of one measure, one histogram per block. Null where there are fewer than six blocks or too few
 * observations for the quantile, and for all quantiles where a block has none, its buckets do not hold what it counted, or the
 * histograms differ in precision. Throws RangeError for wrong numbers in `draws`.
 */
export function pooledQuantiles(
  blocks: readonly Histogram[],
  quantiles: readonly number[],
  draws: BootstrapDraws,
  bootstrap?: QuantileBootstrap,
): readonly (PooledQuantile | null)[] {
  const merged = mergeHistograms(blocks);
  if (merged === null || blocks.length < fewestBlocks || !blocks.every(isWhole))
    return quantiles.map(() => null);
  const intervals = quantileIntervals(countBuckets(blocks, merged), quantiles, draws, bootstrap);
  const inRange = (valueNs: number) => Math.min(Math.max(valueNs, merged.minNs), merged.maxNs);
  return intervals.map(({ lower, upper }, i) => {
    const pointNs = histogramQuantile(merged, quantiles[i] ?? 0);
    if (pointNs === null) return null;
    return {
      ...{ pointNs, lowerNs: inRange(lower), upperNs: inRange(upper) },
      ...{ blocks: blocks.length, observations: merged.count },
    };
  });
}

function isWhole({ count, buckets }: Histogram): boolean {
  return count > 0 && buckets.reduce((sum, [, inBucket]) => sum + inBucket, 0) === count;
}

function countBuckets(blocks: readonly Histogram[], { buckets, precisionBits }: Histogram): BlockCounts {
  const numbers = buckets.map(([bucket]) => bucket);
  return {
    values: numbers.map((bucket) => bucketMiddle(bucket, precisionBits)),
    blocks: blocks.map((block) => {
      const counts = new Map(block.buckets);
      return numbers.map((bucket) => counts.get(bucket) ?? 0);
    }),
  };
}
