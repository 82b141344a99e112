import type { RandomStream } from '../stats/random-stream.ts';

export type DriftName = 'none' | 'AR(1)' | 'random walk' | 'ramp';

interface DriftModel {
  readonly description: string;
  /** What the machine adds to the logarithm of the cost of each of `processes` consecutive processes. */
  readonly draw: (random: RandomStream, processes: number) => Float64Array;
}

const persistence = 0.95;

export const driftModels: Readonly<Record<DriftName, DriftModel>> = {
  none: {
    description: 'a machine that does not change',
    draw: (_, processes) => new Float64Array(processes),
  },
  'AR(1)': {
    description: 'returns to its mean: 0.95 kept per process, 2 % deviation',
    draw: (random, processes) => {
      let state = 0.02 * random.normal();
      const step = 0.02 * Math.sqrt(1 - persistence ** 2);
      return new Float64Array(processes).map(() => {
        state = persistence * state + step * random.normal();
        return state;
      });
    },
  },
  'random walk': {
    description: 'steps of 0.4 % per process',
    draw: (random, processes) => {
      let state = 0;
      return new Float64Array(processes).map(() => {
        state += 0.004 * random.normal();
        return state;
      });
    },
  },
  ramp: {
    description: 'slower by 10 % from the first process to the last',
    draw: (_, processes) => new Float64Array(processes).map((_value, i) => (0.1 * i) / processes),
  },
};
