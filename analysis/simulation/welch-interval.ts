import { mean, sampleVariance } from 'simple-statistics';
import { studentQuantile } from '../stats/student-t.ts';
import type { Interval, Pair } from './pair.ts';

/**
 * Welch's interval of the difference of two means, unequal variances, not paired. simple-statistics'
 * tTestTwoSample pools the variances and cannot serve. Null below two values an arm or without any spread.
 * Source: B. L. Welch, Biometrika 34 (1947) 28-35.
 */
export function welchInterval({ base, other }: Pair, confidence: number): Interval | null {
  if (base.length < 2 || other.length < 2) return null;
  const [a, b] = [sampleVariance([...base]) / base.length, sampleVariance([...other]) / other.length];
  if (a + b === 0) return null;
  const freedom = (a + b) ** 2 / (a ** 2 / (base.length - 1) + b ** 2 / (other.length - 1));
  const half = studentQuantile((1 - confidence) / 2, freedom) * Math.sqrt(a + b);
  const centre = mean([...other]) - mean([...base]);
  return { lower: centre - half, upper: centre + half };
}
