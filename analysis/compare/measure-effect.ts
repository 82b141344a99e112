import type { Estimate } from '../../results/schema/estimate.ts';
import type { Effect } from '../../results/schema/report-rows.ts';
import { counted } from '../../results/text/counted.ts';
import { fewestBlocksForInterval } from '../estimate/estimate.ts';
import { median } from '../stats/median.ts';
import { signedRankInterval } from '../stats/signed-rank-interval.ts';
import { type BlockPair, pairBlocks } from './pair-blocks.ts';

export interface EffectRequest {
  readonly compareAs: 'ratio' | 'difference';
  readonly kind: 'time' | 'count';
  readonly baseline: ReadonlyMap<number, number>;
  readonly target: ReadonlyMap<number, number>;
  /** Of the interval of this comparison alone. */
  readonly confidence: number;
}

export interface MeasuredEffect {
  readonly effect: Effect;
  /** One value for each block, on the scale that the test is made on: logarithms of ratios, or differences; null where it cannot be made. */
  readonly differences: readonly number[] | null;
  readonly notes: readonly string[];
}

/**
 * Two arms → their effect, or null where no block has values of both. Ratios are taken on the log scale, so that swapping the
 * arms gives the reciprocal. A time of 0 has no logarithm and costs its block; bytes that can be 0 (memory given back) are
 * compared by difference in all blocks, because leaving out the zeros would choose the blocks. Counts that differ by the same number
 * in every block are exact: their differences hold no chance, and no test of it would mean anything.
 */
export function measureEffect(request: EffectRequest): MeasuredEffect | null {
  const { pairs: all, unpaired } = pairBlocks(request.baseline, request.target);
  const compareAs = chooseScale(request, all);
  const pairs = all.filter((pair) => isUsable(pair, compareAs));
  const notes = [
    ...(unpaired > 0 ? [`${counted(unpaired, 'value')} without a partner in its block left out`] : []),
    ...(compareAs === request.compareAs ? [] : ['by difference, because a value is not above 0']),
    ...(pairs.length < all.length
      ? [`${counted(all.length - pairs.length, 'block')} left out: a time that is not above 0`]
      : []),
  ];
  if (pairs.length === 0) return null;
  const exact = request.kind === 'count' ? exactDifference(pairs) : null;
  if (exact !== null) return { effect: exact, differences: null, notes };
  const scale = scales[compareAs];
  const differences = pairs.map(scale.differenceOf);
  const estimated = estimateDifferences(differences, request.confidence, scale.back);
  return {
    effect: { kind: compareAs, estimate: estimated.estimate, simultaneous: null },
    differences: estimated.isTestable ? differences : null,
    notes: [...notes, ...estimated.notes],
  };
}

function chooseScale(
  { compareAs, kind }: EffectRequest,
  pairs: readonly BlockPair[],
): EffectRequest['compareAs'] {
  const hasZero = pairs.some(({ baseline, target }) => baseline <= 0 || target <= 0);
  return kind === 'count' && hasZero ? 'difference' : compareAs;
}

function isUsable({ baseline, target }: BlockPair, compareAs: EffectRequest['compareAs']): boolean {
  if (!Number.isFinite(baseline) || !Number.isFinite(target)) return false;
  return compareAs === 'difference' || (baseline > 0 && target > 0);
}

interface Scale {
  readonly differenceOf: (pair: BlockPair) => number;
  readonly back: (difference: number) => number;
}

export const scales: Readonly<Record<EffectRequest['compareAs'], Scale>> = {
  ratio: { differenceOf: ({ baseline, target }) => Math.log(target) - Math.log(baseline), back: Math.exp },
  difference: { differenceOf: ({ baseline, target }) => target - baseline, back: (difference) => difference },
};

/** Shares are quotients: differences that are equal in truth may differ in the last digits. */
const rounding = 1e-12;

function exactDifference(pairs: readonly BlockPair[]): Effect | null {
  const [first] = pairs;
  if (first === undefined || pairs.length < 2) return null;
  const point = first.target - first.baseline;
  const isSame = pairs.every(
    ({ baseline, target }) =>
      Math.abs(target - baseline - point) <= rounding * Math.max(Math.abs(baseline), Math.abs(target)),
  );
  if (!isSame) return null;
  const n = pairs.length;
  return {
    kind: 'exact',
    estimate: { point, lower: point, upper: point, n, intervalKind: 'exact', coverage: null },
    simultaneous: null,
  };
}

interface ToldEstimate {
  readonly estimate: Estimate;
  readonly isTestable: boolean;
  readonly notes: readonly string[];
}

function estimateDifferences(
  differences: readonly number[],
  confidence: number,
  back: Scale['back'],
): ToldEstimate {
  const n = differences.length;
  const range = (notes: readonly string[]): ToldEstimate => ({
    estimate: {
      point: back(median(differences)),
      lower: back(Math.min(...differences)),
      upper: back(Math.max(...differences)),
      n,
      intervalKind: 'range',
      coverage: null,
    },
    isTestable: false,
    notes,
  });
  if (n === 1) return range(['one block: how far it varies is not known']);
  const interval = n < fewestBlocksForInterval ? null : signedRankInterval(differences, confidence);
  if (interval === null) return range([]);
  // An interval without width would look like certainty, and is a clock too coarse to tell the blocks apart.
  if (interval.lower === interval.upper) return range(['equal in most blocks: too coarse for an interval']);
  const { coverage } = interval;
  const [point, lower, upper] = [back(interval.point), back(interval.lower), back(interval.upper)];
  return {
    estimate: { point, lower, upper, n, intervalKind: 'confidence', coverage },
    isTestable: true,
    notes: [],
  };
}
