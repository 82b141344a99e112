import { allowedOutside } from '../stats/allowed-outside.ts';
import { holm } from '../stats/holm.ts';
import { makeRandomStream } from '../stats/random-stream.ts';
import { signedRankInterval } from '../stats/signed-rank-interval.ts';
import { signedRankTest } from '../stats/signed-rank-test.ts';
import { type Simulation, streamOf, timeMargin } from './measure-designs.ts';

export interface GateSetting {
  readonly controls: number;
  readonly blocks: number;
  /** Standard deviation of a block's log ratio. */
  readonly deviation: number;
  /** True log ratio of every control; 0 for a healthy run. */
  readonly bias: number;
}

export interface GateOutcome {
  readonly simulations: number;
  /** Runs in which a control was different at 1 % after Holm. */
  readonly different: number;
  /** Runs in which the interval of a control was not within ± the margin. */
  readonly outside: number;
  /** Runs that passed with every interval within the margin asked for. */
  readonly passedStrictly: number;
  /** Runs that passed with as many outside as `allowedOutside` allows. */
  readonly passed: number;
}

const level = 0.01;

/** A/A gates of runs whose controls are independent, each of the given deviation and bias, normal on the log scale. */
export function measureGate(setting: GateSetting, { simulations, seed }: Simulation): GateOutcome {
  const random = makeRandomStream(seed, streamOf(setting));
  const margin = Math.log1p(timeMargin);
  let [different, outside, passedStrictly, passed] = [0, 0, 0, 0];
  for (let i = 0; i < simulations; i += 1) {
    const controls = Array.from({ length: setting.controls }, () =>
      Array.from({ length: setting.blocks }, () => setting.bias + setting.deviation * random.normal()),
    );
    const isDifferent = holm(controls.map((xs) => signedRankTest(xs).pValue)).some((p) => p <= level);
    const strays = controls.filter((xs) => !isWithin(xs, margin)).length;
    if (isDifferent) different += 1;
    if (strays > 0) outside += 1;
    if (!isDifferent && strays === 0) passedStrictly += 1;
    if (!isDifferent && strays <= allowedOutside(setting.controls)) passed += 1;
  }
  return { simulations, different, outside, passedStrictly, passed };
}

function isWithin(differences: readonly number[], margin: number): boolean {
  const interval = signedRankInterval(differences, 0.95);
  return interval !== null && interval.lower >= -margin && interval.upper <= margin;
}
