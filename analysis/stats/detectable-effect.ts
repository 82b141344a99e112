import { normalQuantile } from './normal-distribution.ts';

export interface DetectableEffectRequest {
  /** Ends of an interval of the effect, on the scale on which it is symmetric (logarithms for ratios). */
  readonly lower: number;
  readonly upper: number;
  readonly confidence: number;
  /** Two-sided level of the decision, for example α/m for the first step of Holm. */
  readonly level: number;
  /** Probability of finding the effect; 0.8 by custom. */
  readonly power: number;
}

/**
 * The smallest true effect that a decision at `level` finds with probability `power`, on the scale of the interval:
 * (z(level/2) + z(1 - power)) · se, where se is the interval's half-width over z((1 - confidence)/2). Only the width
 * enters: computed from the effect seen, it would restate the p-value (J. M. Hoenig and D. M. Heisey, The American
 * Statistician 55 (2001) 19-24). RangeError for ends that are not finite or in the wrong order.
 */
export function detectableEffect(request: DetectableEffectRequest): number {
  const { lower, upper, confidence, level, power } = request;
  const width = upper - lower;
  if (!(Number.isFinite(width) && width >= 0)) throw new RangeError(`interval from ${lower} to ${upper}`);
  const standardError = width / 2 / normalQuantile((1 - confidence) / 2);
  return (normalQuantile(level / 2) + normalQuantile(1 - power)) * standardError;
}
