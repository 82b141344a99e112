import { mean, sampleVariance } from 'simple-statistics';
import type { RandomStream } from '../stats/random-stream.ts';
import { signedRankInterval } from '../stats/signed-rank-interval.ts';
import { studentQuantile } from '../stats/student-t.ts';
import { bootstrapMedianInterval } from './bootstrap-median-interval.ts';
import type { DrawnRun } from './draw-run.ts';
import { type Interval, type Pair, pairedDifferences } from './pair.ts';

/** A way to order processes and to judge them. It judges two arms different where 0 lies outside its interval. */
export interface Design {
  readonly id: 'sequential' | 'interleaved' | 'bootstrap' | 'signed rank';
  readonly title: string;
  readonly order: keyof DrawnRun;
  /** Interval of the log ratio; null when the design has none for so few values. */
  readonly interval: (pair: Pair, confidence: number, random: RandomStream) => Interval | null;
}

export const designs: readonly Design[] = [
  {
    id: 'sequential',
    title: "sequential, Welch's t",
    order: 'sequential',
    interval: (pair, confidence) => welchInterval(pair, confidence),
  },
  {
    id: 'interleaved',
    title: "blocks, unpaired, Welch's t",
    order: 'blocked',
    interval: (pair, confidence) => welchInterval(pair, confidence),
  },
  {
    id: 'bootstrap',
    title: 'blocks, paired, bootstrap of the median',
    order: 'blocked',
    interval: (pair, confidence, random) =>
      bootstrapMedianInterval(pairedDifferences(pair), confidence, random),
  },
  {
    id: 'signed rank',
    title: 'blocks, paired, signed rank (ours)',
    order: 'blocked',
    interval: (pair, confidence) => signedRankInterval(pairedDifferences(pair), confidence),
  },
];

/**
 * Welch's interval of the difference of two means, unequal variances, not paired. simple-statistics'
 * tTestTwoSample pools the variances and cannot serve. Null below two values an arm or without any spread.
 * Source: B. L. Welch, Biometrika 34 (1947) 28-35.
 */
function welchInterval({ base, other }: Pair, confidence: number): Interval | null {
  if (base.length < 2 || other.length < 2) return null;
  const [a, b] = [sampleVariance([...base]) / base.length, sampleVariance([...other]) / other.length];
  if (a + b === 0) return null;
  const freedom = (a + b) ** 2 / (a ** 2 / (base.length - 1) + b ** 2 / (other.length - 1));
  const half = studentQuantile((1 - confidence) / 2, freedom) * Math.sqrt(a + b);
  const centre = mean([...other]) - mean([...base]);
  return { lower: centre - half, upper: centre + half };
}
