import { makeRandomStream } from '../stats/random-stream.ts';
import { signedRankInterval } from '../stats/signed-rank-interval.ts';
import { drawRun, type RunSetting } from './draw-run.ts';
import { type Simulation, streamOf, timeMargin } from './measure-designs.ts';
import { pairedDifferences } from './pair.ts';

/** Blocks at the first look; each further look doubles them. */
export const firstLook = 15;

export interface AdaptiveSetting extends Omit<RunSetting, 'blocks'> {
  /** Looks fixed in the plan; each has the level 5 % / looks. */
  readonly looks: number;
  /** Half-width of the interval, as a logarithm, at which the run stops; 0 runs to the last look. */
  readonly precision: number;
}

export interface AdaptiveOutcome {
  readonly simulations: number;
  readonly different: number;
  readonly covered: number;
  /** Runs whose last interval lay within ± the margin. */
  readonly equivalent: number;
  readonly blocks: number;
}

/**
 * Runs that look at 15, 30, 60, … blocks and stop at the first look that finds a difference or the precision asked for.
 * `blocks` is the mean number used. Between looks nothing is decided.
 */
export function measureAdaptive(
  setting: AdaptiveSetting,
  { simulations, seed }: Simulation,
): AdaptiveOutcome {
  const random = makeRandomStream(seed, streamOf(setting));
  const truth = Math.log1p(setting.effect);
  const confidence = 1 - 0.05 / setting.looks;
  const margin = Math.log1p(timeMargin);
  let [different, covered, equivalent, blocks] = [0, 0, 0, 0];
  for (let i = 0; i < simulations; i += 1) {
    const last = firstLook * 2 ** (setting.looks - 1);
    const differences = pairedDifferences(drawRun(random, { ...setting, blocks: last }).blocked);
    for (let n = firstLook; n <= last; n *= 2) {
      const interval = signedRankInterval(differences.slice(0, n), confidence);
      if (interval === null) throw new RangeError(`no interval of confidence ${confidence} from ${n} blocks`);
      const { lower, upper } = interval;
      const isDifferent = lower > 0 || upper < 0;
      if (n < last && !isDifferent && (upper - lower) / 2 > setting.precision) continue;
      if (isDifferent) different += 1;
      if (lower <= truth && truth <= upper) covered += 1;
      if (lower >= -margin && upper <= margin) equivalent += 1;
      blocks += n;
      break;
    }
  }
  return { simulations, different, covered, equivalent, blocks: blocks / simulations };
}
