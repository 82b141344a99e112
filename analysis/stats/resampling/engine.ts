/** How often to draw, and from which seed: an integer from 0 to 2^32 - 1. Equal seeds give equal answers. */
export interface Draws {
  readonly resamples: number;
  readonly seed: number;
}

/** Which order statistics of the resamples end an interval: the `rank`-th smallest and the `rank`-th largest. */
export interface IntervalDraws extends Draws {
  readonly rank: number;
}

/** Comparison i has the elements offsets[i] up to, without it, offsets[i + 1]: one more offset than comparisons. */
export type Offsets = Uint32Array;

export interface SignFlipsInput extends Draws {
  /** Paired differences, or signed ranks, of all comparisons, each one per block. */
  readonly values: Float64Array;
  readonly offsets: Offsets;
}

export interface RatiosInput extends IntervalDraws {
  readonly numerators: Float64Array;
  /** Each above 0. */
  readonly denominators: Float64Array;
  /** Of both. */
  readonly offsets: Offsets;
}

export interface QuantilesInput extends IntervalDraws {
  /** Distinct values of each group, ascending. */
  readonly values: Float64Array;
  readonly valueOffsets: Offsets;
  /** How often a value was observed in a block: for each group its blocks, for each block its values. No block is empty. */
  readonly counts: Float64Array;
  readonly countOffsets: Offsets;
  /** Each above 0 and at most 1; the same of all groups. */
  readonly quantiles: Float64Array;
}

/**
 * What draws the resamples: TypeScript, or the Rust addon, which is faster and gives the same bits. Comparison i draws from stream i of the
 * seed, so that neither order nor number of the others matters. Input is as the functions of sign-flips.ts and bootstrap.ts
 * have checked it: they are what to call.
 */
export interface ResamplingEngine {
  /** How many resamples of each comparison are at least as far from 0 as the observed sum. */
  countSignFlips(input: SignFlipsInput): Uint32Array;
  /** Lower and upper end of each comparison, in turn. */
  bootstrapRatios(input: RatiosInput): Float64Array;
  /** Lower and upper end of each quantile of each group, in turn. */
  bootstrapQuantiles(input: QuantilesInput): Float64Array;
}
