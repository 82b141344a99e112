import type { RandomStream } from '../stats/random-stream.ts';
import { signedRankInterval } from '../stats/signed-rank-interval.ts';
import { bootstrapMedianInterval } from './bootstrap-median-interval.ts';
import type { DrawnRun } from './draw-run.ts';
import { type Interval, type Pair, pairedDifferences } from './pair.ts';
import { welchInterval } from './welch-interval.ts';

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
