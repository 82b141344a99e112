import type { Estimate } from '../../results/schema/estimate.ts';
import type { LatencyHistogram } from '../../results/schema/times.ts';
import { groupBy } from '../load/group-by.ts';
import { armOf, completedTrials, type RunSection } from '../load/run.ts';
import { pooledLatencyQuantiles } from '../metrics/latency.ts';
import type { Histogram } from '../stats/histogram-quantile.ts';
import { mergeHistograms } from '../stats/merge-histograms.ts';
import type { QuantileBootstrap } from '../stats/resampling/bootstrap-pooled-quantiles.ts';
import { type PooledQuantile, pooledQuantiles } from '../stats/resampling/pooled-quantiles.ts';
import { confidence } from './estimate.ts';

const resamples = 10_000;

/** Seed of the run, an integer in decimal digits → of the draws, from 0 to 2^32 - 1. */
export function drawSeed(runSeed: string): number {
  return Number(BigInt(runSeed) % 2n ** 32n);
}

/** Estimates that stand in for medians over blocks, by `pooledKey`. */
export type PooledLatencies = ReadonlyMap<string, Estimate>;

export function pooledKey(arm: string, metric: string, subject: string): string {
  return `${arm}\n${metric}\n${subject}`;
}

/**
 * Far quantiles of the latencies of a section, in seconds, of the observations of all blocks of an arm together: the few a trial has
 * beyond them make its own quantile a matter of chance. Nothing for arms with fewer than six blocks or too few observations. Every arm
 * draws from the same stream of the seed, so that its interval does not depend on what else was run.
 */
export function poolLatencies(
  section: RunSection,
  { seed, bootstrap }: { readonly seed: number; readonly bootstrap: QuantileBootstrap },
): PooledLatencies {
  const draws = { resamples, seed, confidence };
  const quantiles = pooledLatencyQuantiles.map(({ q }) => q);
  return new Map(
    [...blocksByMeasure(section)].flatMap(([arm, measures]) =>
      [...measures].flatMap(([measure, blocks]) => {
        const pooled = pooledQuantiles(blocks, quantiles, draws, bootstrap);
        return pooled.flatMap((quantile, i): [string, Estimate][] => {
          const metric = pooledLatencyQuantiles[i]?.metric;
          if (quantile === null || metric === undefined) return [];
          const precisionBits = blocks[0]?.precisionBits ?? 0;
          return [[pooledKey(arm, metric, measure), makeEstimate(quantile, precisionBits, seed)]];
        });
      }),
    ),
  );
}

const emptyHistogram: Histogram = { precisionBits: 1, count: 0, minNs: 0, maxNs: 0, buckets: [] };

/** One histogram for each block of each measure of each arm; the processes of a trial are one block. */
function blocksByMeasure(
  section: RunSection,
): ReadonlyMap<string, ReadonlyMap<string, readonly Histogram[]>> {
  const byArm = new Map<string, Map<string, Histogram[]>>();
  for (const trial of completedTrials(section)) {
    if (trial.machine !== 'host' || armOf(section, trial).mode !== 'latency') continue;
    const ofArm = byArm.get(trial.arm) ?? new Map<string, Histogram[]>();
    byArm.set(trial.arm, ofArm);
    const histograms = trial.processes.flatMap(({ times }) => times.histograms);
    for (const [measure, group] of groupBy(histograms, (one: LatencyHistogram) => one.measure)) {
      // A block that cannot be merged counts as empty, and an arm with one of these is not pooled.
      const merged = mergeHistograms(group) ?? emptyHistogram;
      const blocks = ofArm.get(measure) ?? [];
      blocks.push(merged);
      ofArm.set(measure, blocks);
    }
  }
  return byArm;
}

function makeEstimate(quantile: PooledQuantile, precisionBits: number, seed: number): Estimate {
  const { pointNs, lowerNs, upperNs, blocks, observations } = quantile;
  // A quantile is known to half a bucket; without it an interval within one bucket would have no width.
  const halfBucket = (valueNs: number) =>
    valueNs < 2 ** precisionBits ? 0 : valueNs * 2 ** -(precisionBits + 1);
  return {
    point: pointNs / 1e9,
    lower: (lowerNs - halfBucket(lowerNs)) / 1e9,
    upper: (upperNs + halfBucket(upperNs)) / 1e9,
    n: blocks,
    intervalKind: 'bootstrap',
    coverage: null,
    bootstrap: { confidence, resamples, seed, observations },
  };
}
