const farTail = 3;

/**
 * P(Z > z) of the standard normal, relative error below 1e-12. simple-statistics reads cumulativeStdNormalProbability
 * from a table of four digits, which cannot serve small levels.
 * Source: Abramowitz and Stegun 26.2.11 (series near the middle) and 26.2.14 (continued fraction in the tail).
 */
export function normalUpperTail(z: number): number {
  if (z < 0) return 1 - normalUpperTail(-z);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z <= farTail) {
    let [term, sum] = [z, z];
    for (let odd = 3; term > sum * 1e-17; odd += 2) {
      term *= (z * z) / odd;
      sum += term;
    }
    return 0.5 - density * sum;
  }
  let fraction = z;
  for (let k = 120; k >= 1; k -= 1) fraction = z + k / fraction;
  return density / fraction;
}

/** z with P(Z > z) = tail, 0 < tail < 1, by bisection. RangeError for another tail. simple-statistics' probit is off by up to 0.002. */
export function normalQuantile(tail: number): number {
  if (!(tail > 0 && tail < 1)) throw new RangeError(`tail probability ${tail} is not within (0, 1)`);
  let [low, high] = [-40, 40];
  for (let step = 0; step < 64; step += 1) {
    const middle = (low + high) / 2;
    if (normalUpperTail(middle) > tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
