import { dipOfSorted, dipStatistic } from './dip-statistic.ts';
import { makeRandomStream } from './random-stream.ts';

export interface DipTest {
  readonly n: number;
  readonly dip: number;
  /** Of unimodality, from simulated uniform samples; never below 1/(draws + 1). */
  readonly pValue: number;
}

/** Fewer values cannot tell two modes from noise, and the scaling below would not hold. */
export const fewestForDip = 200;
const draws = 1999;
const drawSize = 400;
const seed = 1985;

let nullDips: Float64Array | null = null;

/**
 * Hartigans' dip test. The uniform distribution is the unimodal one whose samples dip deepest, so that the p-value errs on the
 * side of one mode. √n · dip has nearly one distribution from n = 200 on, so that one seeded simulation (1,999 samples
 * of 400, about 0.2 s, once per process) serves all n. Null for fewer than 200 values. RangeError for a value that is not finite.
 * The samples must be finer than the clock: equal values are jumps, which deepen the dip.
 */
export function dipTest(values: readonly number[]): DipTest | null {
  const n = values.length;
  if (n < fewestForDip) return null;
  const dip = dipStatistic(values);
  nullDips ??= simulateNull();
  const scaled = dip * Math.sqrt(n);
  const asDeep = nullDips.reduce((count, other) => count + (other >= scaled ? 1 : 0), 0);
  return { n, dip, pValue: (asDeep + 1) / (draws + 1) };
}

function simulateNull(): Float64Array {
  const random = makeRandomStream(seed);
  const sample = new Float64Array(drawSize);
  return Float64Array.from({ length: draws }, () => {
    for (let i = 0; i < drawSize; i += 1) sample[i] = random.uniform();
    return dipOfSorted(sample.sort()) * Math.sqrt(drawSize);
  });
}
