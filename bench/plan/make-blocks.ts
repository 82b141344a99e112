import type { Arm, PlannedTrial } from '../../results/schema/plan.ts';
import { makeRandom, shuffle } from './random.ts';

export interface BlockRequest {
  readonly calibration: Arm;
  readonly arms: readonly Arm[];
  readonly blocks: number;
  readonly seed: bigint;
  /** Index of the section: each has orders of its own. */
  readonly section: number;
  /** Number of the first trial: trials are numbered through the whole plan. */
  readonly firstTrial: number;
}

const seedStream = 1n;
const orderStream = 2n;

/**
 * Randomised complete blocks. Block 0 is the calibration; every later block runs every arm once in an order of its own.
 * All trials of a block get one seed, in every section the same: arms are paired by block.
 */
export function makeBlocks(request: BlockRequest): PlannedTrial[] {
  const seeds = makeRandom(request.seed, seedStream);
  const orders = makeRandom(request.seed, orderStream + BigInt(request.section));
  const blockSeeds = Array.from({ length: request.blocks + 1 }, () => seeds.next().toString());
  return blockSeeds
    .flatMap((seed, block) => {
      const arms = block === 0 ? [request.calibration] : shuffle(request.arms, orders);
      return arms.map((arm) => ({ block, arm: arm.id, seed }));
    })
    .map((trial, i) => ({ trial: request.firstTrial + i, ...trial }));
}
