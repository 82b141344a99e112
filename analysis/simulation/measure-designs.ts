import { median } from '../stats/median.ts';
import { makeRandomStream } from '../stats/random-stream.ts';
import { type Design, designs } from './designs.ts';
import { drawRun, type RunSetting } from './draw-run.ts';

export interface Simulation {
  readonly simulations: number;
  readonly seed: number;
}

/** What one design did with simulated runs of one setting. */
export interface DesignOutcome {
  readonly design: Design['id'];
  readonly simulations: number;
  /** Runs in which it judged the arms different: false positives where the effect is 0, power elsewhere. */
  readonly different: number;
  /** Runs whose interval held the true log ratio. */
  readonly covered: number;
  /** Runs whose interval lay within ± the margin. */
  readonly equivalent: number;
  /** Median width of the interval, as a logarithm. */
  readonly width: number;
}

/** Margin of equivalence for times, as a ratio - 1. */
export const timeMargin = 0.03;

export interface MeasureOptions {
  readonly only?: readonly Design['id'][];
  readonly confidence?: number;
}

/**
 * Runs designs (all, unless `only` names some) on the same simulated machines. The estimand is the shift log(1 + effect): the noise of both
 * arms is alike, so that paired differences are symmetric about it, and mean, median and pseudo-median agree.
 * RangeError when a design has no interval of the confidence for so few blocks (below 6 for 0.95).
 */
export function measureDesigns(
  setting: RunSetting,
  { simulations, seed }: Simulation,
  { only = designs.map(({ id }) => id), confidence = 0.95 }: MeasureOptions = {},
): readonly DesignOutcome[] {
  const random = makeRandomStream(seed, streamOf(setting));
  const truth = Math.log1p(setting.effect);
  const margin = Math.log1p(timeMargin);
  const tallies = designs
    .filter(({ id }) => only.includes(id))
    .map((design) => ({
      design,
      different: 0,
      covered: 0,
      equivalent: 0,
      widths: [] as number[],
    }));
  for (let i = 0; i < simulations; i += 1) {
    const run = drawRun(random, setting);
    for (const tally of tallies) {
      const interval = tally.design.interval(run[tally.design.order], confidence, random);
      if (interval === null) throw new RangeError(`no interval from ${setting.blocks} blocks`);
      const { lower, upper } = interval;
      if (lower > 0 || upper < 0) tally.different += 1;
      if (lower <= truth && truth <= upper) tally.covered += 1;
      if (lower >= -margin && upper <= margin) tally.equivalent += 1;
      tally.widths.push(upper - lower);
    }
  }
  return tallies.map(({ design, widths, ...counts }) => ({
    design: design.id,
    simulations,
    ...counts,
    width: median(widths),
  }));
}

/** Settings must not share their random numbers, or their errors would go the same way. */
export function streamOf(setting: object): number {
  let hash = 0;
  for (const letter of JSON.stringify(setting)) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) | 0;
  return hash;
}
