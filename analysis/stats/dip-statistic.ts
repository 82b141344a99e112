import { requireFinite } from './require-finite.ts';

/**
 * Hartigans' dip: the largest distance between the empirical distribution and the unimodal one nearest to it. Between
 * 1/(2n) and 1/4; many equal values raise it, because they are jumps. RangeError for no values or one not finite.
 *
 * The modal interval shrinks from the whole range: the greatest convex minorant and the least concave majorant of the
 * distribution are taken on it, and the place where they are farthest apart, widened to a corner of each, is the next interval.
 * Source: J. A. and P. M. Hartigan, Annals of Statistics 13 (1985) 70-84; P. M. Hartigan, Applied Statistics 34 (1985) 320-325.
 */
export function dipStatistic(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('dip of no values');
  requireFinite('dip', values);
  return dipOfSorted(Float64Array.from(values).sort());
}

/** The same for values that are ascending and finite already. Heights below are multiples of 1/n. */
export function dipOfSorted(x: Float64Array): number {
  const n = x.length;
  let [low, high, dip] = [0, n - 1, 1];
  while (high > low) {
    const minorant = hull(x, low, high, 1);
    const majorant = hull(x, low, high, -1);
    const { distance, at } = widestGap(minorant, majorant, low);
    if (distance < dip) break;
    const left = minorant.corners.findLast((corner) => corner <= at) ?? low;
    const right = majorant.corners.find((corner) => corner >= at) ?? high;
    for (let i = low; i <= left; i += 1) dip = Math.max(dip, i - (minorant.heights[i - low] ?? 0) + 1);
    for (let i = right; i <= high; i += 1) dip = Math.max(dip, (majorant.heights[i - low] ?? 0) - i + 1);
    if (left === low && right === high) break;
    [low, high] = [left, right];
  }
  return dip / (2 * n);
}

interface Hull {
  /** Indexes of its corners, ascending, and its height at every index from `low` on. */
  readonly corners: readonly number[];
  readonly heights: Float64Array;
}

/** Lower (side 1) or upper (side -1) hull of the points (x[i], i), low ≤ i ≤ high. */
function hull(x: Float64Array, low: number, high: number, side: 1 | -1): Hull {
  const at = (i: number) => x[i] as number;
  const corners: number[] = [];
  for (let i = low; i <= high; i += 1) {
    while (corners.length >= 2) {
      const a = corners[corners.length - 2] as number;
      const b = corners[corners.length - 1] as number;
      const turn = (b - a) * (at(i) - at(a)) - (i - a) * (at(b) - at(a));
      if (side * turn < 0) break;
      corners.pop();
    }
    corners.push(i);
  }
  const heights = new Float64Array(high - low + 1);
  for (const [k, from] of corners.entries()) {
    const to = corners[k + 1] ?? from;
    const slope = at(to) > at(from) ? (to - from) / (at(to) - at(from)) : 0;
    for (let i = from; i <= to; i += 1) heights[i - low] = from + (at(i) - at(from)) * slope;
  }
  return { corners, heights };
}

/** Where the hulls are farthest apart: at a corner of one of them, since the gap is concave between their corners. */
function widestGap(
  minorant: Hull,
  majorant: Hull,
  low: number,
): { readonly distance: number; readonly at: number } {
  let [distance, at] = [0, low];
  for (const i of [...minorant.corners, ...majorant.corners]) {
    // The minorant is that of the lower edges of the steps, which lie 1 below the upper ones.
    const gap = (majorant.heights[i - low] ?? 0) - (minorant.heights[i - low] ?? 0) + 1;
    if (gap >= distance) [distance, at] = [gap, i];
  }
  return { distance, at };
}
