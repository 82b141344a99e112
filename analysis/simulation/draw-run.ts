import type { RandomStream } from '../stats/random-stream.ts';
import { type DriftName, driftModels } from './drift-models.ts';
import { type NoiseName, noiseShapes } from './noise-shapes.ts';
import type { Pair } from './pair.ts';

/** Arms of a simulated block; the two compared are two of them. Wider blocks let the machine drift farther within one. */
export const armsPerBlock = 8;

export interface RunSetting {
  readonly drift: DriftName;
  readonly noise: NoiseName;
  readonly blocks: number;
  /** True effect: cost of the other arm / cost of the baseline - 1. */
  readonly effect: number;
}

/** The same machine and the same number of processes, in two orders. */
export interface DrawnRun {
  /** All of the baseline, then all of the other arm at once: the order kindest to a sequential design. */
  readonly sequential: Pair;
  /** Blocks of eight arms in random order. */
  readonly blocked: Pair;
}

export function drawRun(random: RandomStream, { drift, noise, blocks, effect }: RunSetting): DrawnRun {
  const machine = driftModels[drift].draw(random, blocks * armsPerBlock);
  const shift = Math.log1p(effect);
  const cost = (slot: number) => (machine[slot] ?? 0) + noiseShapes[noise].draw(random);
  const upTo = Array.from({ length: blocks }, (_, i) => i);
  const sequential = { base: upTo.map((i) => cost(i)), other: upTo.map((i) => cost(blocks + i) + shift) };
  const places = upTo.map((block) => {
    const first = random.below(armsPerBlock);
    const second = (first + 1 + random.below(armsPerBlock - 1)) % armsPerBlock;
    return [block * armsPerBlock + first, block * armsPerBlock + second] as const;
  });
  const blocked = {
    base: places.map(([slot]) => cost(slot)),
    other: places.map(([, slot]) => cost(slot) + shift),
  };
  return { sequential, blocked };
}
