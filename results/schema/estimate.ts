import { z } from 'zod';
import { count } from './primitives.ts';
import type { Value } from './value.ts';

/** SI base units; `1` is a ratio or a share, `1/op` a count per operation of the workload. */
export const unit = z.enum(['s', '1/s', 'B', '1', '1/op', 'op']);

const bootstrap = z.strictObject({
  /** Nominal: with few blocks the interval covers less often. */
  confidence: z.number(),
  resamples: count,
  seed: z.number(),
  observations: count,
});

/**
 * A median over blocks, never without its n. What `lower` and `upper` are is said by `intervalKind`:
 * `confidence`: an order-statistic interval, unadjusted, that covers the median with probability `coverage`;
 * `range`: smallest and largest value; `exact`: all n values are the same number; `bootstrap`: no median, but a quantile of the
 * observations of all n blocks together, with the percentile interval of resampled blocks.
 */
export const estimate = z.strictObject({
  point: z.number(),
  lower: z.number(),
  upper: z.number(),
  n: count,
  intervalKind: z.enum(['confidence', 'range', 'exact', 'bootstrap']),
  coverage: z.number().nullable(),
  /** Present with kind `bootstrap` only: how the interval was drawn, and the observations in all blocks. */
  bootstrap: bootstrap.optional(),
});

export type Unit = Value<typeof unit>;
export type Bootstrap = Value<typeof bootstrap>;
export type Estimate = Value<typeof estimate>;
