/** What lies on either side of a threshold among the n(n+1)/2 Walsh averages (x_i + x_j)/2, i ≤ j. */
export interface WalshSplit {
  /** Averages that are at most the threshold. */
  readonly atMost: number;
  /** The largest of them, -Infinity if there is none, and the smallest average above, Infinity if there is none. */
  readonly largestAtMost: number;
  readonly smallestAbove: number;
}

export function walshCount(n: number): number {
  return (n * (n + 1)) / 2;
}

/** Halves are added because the sum of two large values could overflow. Rounding is monotone in both arguments. */
function average(a: number, b: number): number {
  return a / 2 + b / 2;
}

/**
 * Splits the Walsh averages of ascending values at a threshold, in linear time: as the smaller value of a pair grows,
 * the largest partner that keeps the average at most the threshold falls.
 */
export function splitWalshAverages(sorted: Float64Array, threshold: number): WalshSplit {
  let [atMost, largestAtMost, smallestAbove] = [0, -Infinity, Infinity];
  let partners = sorted.length;
  for (let i = 0; i < sorted.length; i += 1) {
    const x = sorted[i] ?? 0;
    while (partners > i && average(x, sorted[partners - 1] ?? 0) > threshold) partners -= 1;
    if (partners > i) {
      atMost += partners - i;
      largestAtMost = Math.max(largestAtMost, average(x, sorted[partners - 1] ?? 0));
    }
    const above = sorted[Math.max(partners, i)];
    if (above !== undefined) smallestAbove = Math.min(smallestAbove, average(x, above));
  }
  return { atMost, largestAtMost, smallestAbove };
}

/**
 * The k-th smallest Walsh average of ascending values, 1 ≤ k ≤ n(n+1)/2, without making them all: the range is
 * halved, and both of its ends step to the next average, so that it ends on one, ties or not.
 * RangeError for another k. Idea: J. F. Monahan, ACM TOMS 10 (1984) 265-270, with a midpoint for the random pivot.
 */
export function walshAverage(sorted: Float64Array, k: number): number {
  const n = sorted.length;
  if (!(k >= 1 && k <= walshCount(n))) throw new RangeError(`Walsh average ${k} of ${walshCount(n)}`);
  let [low, high] = [sorted[0] ?? 0, sorted[n - 1] ?? 0];
  while (low < high) {
    // Between two neighbouring numbers the midpoint may round up to the higher one, which would split nothing off.
    const middle = average(low, high) < high ? average(low, high) : low;
    const split = splitWalshAverages(sorted, middle);
    if (split.atMost >= k) high = split.largestAtMost;
    else low = split.smallestAbove;
  }
  return low;
}
