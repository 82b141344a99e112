import type { Histogram } from './histogram-quantile.ts';

/**
 * One histogram of all observations of several, which must share `precisionBits` (the bucket numbers mean nothing
 * otherwise): null when they do not, or when there is none.
 */
export function mergeHistograms(histograms: readonly Histogram[]): Histogram | null {
  const [first] = histograms;
  if (first === undefined) return null;
  if (histograms.some((h) => h.precisionBits !== first.precisionBits)) return null;
  const counts = new Map<number, number>();
  for (const [bucket, count] of histograms.flatMap((h) => h.buckets)) {
    counts.set(bucket, (counts.get(bucket) ?? 0) + count);
  }
  const filled = histograms.filter((h) => h.count > 0);
  return {
    precisionBits: first.precisionBits,
    count: filled.reduce((sum, h) => sum + h.count, 0),
    minNs: filled.reduce((least, h) => Math.min(least, h.minNs), filled[0]?.minNs ?? 0),
    maxNs: filled.reduce((most, h) => Math.max(most, h.maxNs), 0),
    buckets: [...counts].sort(([a], [b]) => a - b),
  };
}
