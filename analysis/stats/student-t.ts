import { gammaln } from 'simple-statistics';

const mostTerms = 300;

/**
 * P(T > t) of Student's t with `freedom` > 0 degrees, which need not be whole (Welch), by the continued fraction of the incomplete
 * beta function, relative error below 1e-9. Source: Abramowitz and Stegun 26.7.1 and 26.5.8, evaluated by Lentz's method.
 */
export function studentUpperTail(t: number, freedom: number): number {
  if (!(freedom > 0)) throw new RangeError(`degrees of freedom ${freedom} are not positive`);
  if (t < 0) return 1 - studentUpperTail(-t, freedom);
  return incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2;
}

/** t with P(T > t) = tail, 0 < tail < 1/2, by bisection. */
export function studentQuantile(tail: number, freedom: number): number {
  if (!(tail > 0 && tail < 0.5)) throw new RangeError(`tail probability ${tail} is not within (0, 1/2)`);
  let [low, high] = [0, 2];
  while (studentUpperTail(high, freedom) > tail) high *= 2;
  for (let step = 0; step < 50; step += 1) {
    const middle = (low + high) / 2;
    if (studentUpperTail(middle, freedom) > tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast only below the mean of the distribution.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const logFront = gammaln(a + b) - gammaln(a) - gammaln(b) + a * Math.log(x) + b * Math.log1p(-x);
  let [ratio, inverse, value] = [1, 1 / (1 - ((a + b) * x) / (a + 1)), 1];
  value = inverse;
  for (let m = 1; m < mostTerms; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    inverse = 1 / (1 + even * inverse);
    ratio = 1 + even / ratio;
    value *= ratio * inverse;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    inverse = 1 / (1 + odd * inverse);
    ratio = 1 + odd / ratio;
    value *= ratio * inverse;
    if (Math.abs(ratio * inverse - 1) < 1e-12) break;
  }
  return (Math.exp(logFront) * value) / a;
}
