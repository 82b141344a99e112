import type { Effect } from '../../results/schema/report-rows.ts';
import { fewestBlocksForInterval } from '../estimate/estimate.ts';
import { median } from '../stats/median.ts';
import { rankSumInterval } from '../stats/rank-sum-interval.ts';
import { rankSumTest } from '../stats/rank-sum-test.ts';

export interface UnpairedRequest {
  readonly compareAs: 'ratio' | 'difference';
  readonly kind: 'time' | 'count';
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly confidence: number;
}

/** Two samples on the scale of the test, and what they came to. */
export interface UnpairedEffect {
  readonly effect: Effect;
  readonly pValue: number | null;
  /** Ends at another confidence; null where there are too few blocks for it. */
  readonly intervalAt: (
    confidence: number,
  ) => { readonly lower: number; readonly upper: number; readonly coverage: number } | null;
  readonly notes: readonly string[];
}

const scales = {
  ratio: { to: Math.log, back: Math.exp },
  difference: { to: (x: number) => x, back: (x: number) => x },
} as const;

/**
 * B beside A where blocks are no pairs, because the runs were made at different times: Hodges-Lehmann shift of the logarithms (ratio) or of the values,
 * with the interval and test of Mann and Whitney. Counts that are one number in each run are exact. Null without values on both
 * sides. What has no logarithm is compared by difference when it is a count, and left out when it is a time.
 */
export function measureUnpaired(request: UnpairedRequest): UnpairedEffect | null {
  const finite = (values: readonly number[]) => values.filter(Number.isFinite);
  const [allA, allB] = [finite(request.a), finite(request.b)];
  const hasZero = [...allA, ...allB].some((value) => value <= 0);
  const compareAs = request.kind === 'count' && hasZero ? 'difference' : request.compareAs;
  const usable = (values: readonly number[]) =>
    compareAs === 'difference' ? values : values.filter((value) => value > 0);
  const [a, b] = [usable(allA), usable(allB)];
  if (a.length === 0 || b.length === 0) return null;
  const lost = request.a.length + request.b.length - a.length - b.length;
  const notes = [
    ...(lost > 0 ? [`${lost} values that are not finite or not above 0 left out`] : []),
    ...(compareAs === request.compareAs ? [] : ['by difference, because a value is not above 0']),
  ];
  if (request.kind === 'count' && isConstant(a) && isConstant(b)) return exactEffect(a, b, notes);
  const { to, back } = scales[compareAs];
  const [first, second] = [a.map(to), b.map(to)];
  const intervalAt: UnpairedEffect['intervalAt'] = (confidence) => {
    const found = rankSumInterval(first, second, confidence);
    if (found === null || found.lower === found.upper) return null;
    return { lower: back(found.lower), upper: back(found.upper), coverage: found.coverage };
  };
  const n = Math.min(a.length, b.length);
  const enough = n >= fewestBlocksForInterval;
  const interval = enough ? intervalAt(request.confidence) : null;
  const point = back(median(first.flatMap((x) => second.map((y) => y - x))));
  const estimate =
    interval === null
      ? {
          point,
          lower: back(Math.min(...second) - Math.max(...first)),
          upper: back(Math.max(...second) - Math.min(...first)),
          ...{ n, intervalKind: 'range' as const, coverage: null },
        }
      : { point, ...interval, n, intervalKind: 'confidence' as const };
  return {
    effect: { kind: compareAs, estimate, simultaneous: null },
    pValue: interval === null ? null : rankSumTest(first, second).pValue,
    intervalAt: enough ? intervalAt : () => null,
    notes,
  };
}

function isConstant(values: readonly number[]): boolean {
  return values.length >= 2 && values.every((value) => value === values[0]);
}

function exactEffect(a: readonly number[], b: readonly number[], notes: readonly string[]): UnpairedEffect {
  const point = (b[0] ?? 0) - (a[0] ?? 0);
  const n = Math.min(a.length, b.length);
  return {
    effect: {
      kind: 'exact',
      estimate: { point, lower: point, upper: point, n, intervalKind: 'exact', coverage: null },
      simultaneous: null,
    },
    pValue: null,
    intervalAt: () => null,
    notes,
  };
}
