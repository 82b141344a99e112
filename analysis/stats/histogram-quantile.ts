/** A log-linear histogram, buckets ascending, as results/schema/times.ts defines it. */
export interface Histogram {
  readonly precisionBits: number;
  readonly count: number;
  readonly minNs: number;
  readonly maxNs: number;
  readonly buckets: readonly (readonly [bucket: number, count: number])[];
}

/**
 * Value at quantile q (0 < q ≤ 1) by nearest rank: the middle of the bucket that holds observation ⌈q·count⌉, kept
 * inside [min, max]. The bucket's width bounds the error to 2^-(precisionBits + 1) of the value.
 * Null when there are fewer than 1/(1 - q) observations, none of which would then lie beyond the quantile.
 */
export function histogramQuantile(histogram: Histogram, q: number): number | null {
  const { count, precisionBits, minNs, maxNs, buckets } = histogram;
  if (count === 0) return null;
  if (q === 1) return maxNs;
  // The small slack keeps 1000 observations enough for q = 0.999 in binary arithmetic.
  if (count * (1 - q) < 1 - 1e-9) return null;
  const rank = Math.ceil(q * count - 1e-9);
  let seen = 0;
  for (const [bucket, bucketCount] of buckets) {
    seen += bucketCount;
    if (seen >= rank) return Math.min(Math.max(bucketMiddle(bucket, precisionBits), minNs), maxNs);
  }
  return null;
}

/** Middle of the integers that fall into a bucket: the inverse of the definition in results/schema/times.ts. */
export function bucketMiddle(bucket: number, precisionBits: number): number {
  const perOctave = 2 ** precisionBits;
  if (bucket < perOctave) return bucket;
  const width = 2 ** (Math.floor(bucket / perOctave) - 1);
  const lowest = (perOctave + (bucket % perOctave)) * width;
  return lowest + (width - 1) / 2;
}
