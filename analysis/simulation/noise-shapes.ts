import type { RandomStream } from '../stats/random-stream.ts';

export type NoiseName = 'lognormal' | 'contaminated' | 'bimodal';

interface NoiseShape {
  readonly description: string;
  /** Noise of one process, as a logarithm of its cost. */
  readonly draw: (random: RandomStream) => number;
}

/** With lognormal noise of 1.7 % per process the log ratio of a pair varies by 2.4 % (standard deviation). */
export const processDeviation = 0.024 / Math.SQRT2;

export const noiseShapes: Readonly<Record<NoiseName, NoiseShape>> = {
  lognormal: {
    description: 'log-normal, 1.7 % per process',
    draw: (random) => processDeviation * random.normal(),
  },
  contaminated: {
    description: 'the same, and one process in ten slower by 10 % on average (exponential)',
    draw: (random) =>
      processDeviation * random.normal() -
      (random.uniform() < 0.1 ? 0.1 * Math.log(1 - random.uniform()) : 0),
  },
  bimodal: {
    description: 'two modes 6 % apart, equally likely, 0.8 % around each',
    draw: (random) => (random.below(2) === 0 ? 0.03 : -0.03) + 0.008 * random.normal(),
  },
};
