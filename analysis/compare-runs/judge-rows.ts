import type { ComparisonVerdict, Effect } from '../../results/schema/report-rows.ts';
import { counted } from '../../results/text/counted.ts';
import { decideVerdict } from '../compare/decide-verdict.ts';
import { fewestBlocksForInterval } from '../estimate/estimate.ts';
import { detectableEffect } from '../stats/detectable-effect.ts';
import { holm } from '../stats/holm.ts';
import type { UnpairedEffect } from './measure-unpaired.ts';
import type { RunComparisonRow } from './run-comparison.ts';

/** A row without what only all rows together can say. */
export interface UnjudgedRow {
  readonly row: Omit<
    RunComparisonRow,
    'pValue' | 'adjustedP' | 'margin' | 'detectable' | 'verdict' | 'undecided' | 'effect'
  >;
  readonly measured: UnpairedEffect;
  readonly kind: 'time' | 'count';
  readonly margin: number;
}

interface Level {
  readonly alpha: number;
  /** False where a run did not show that it sees differences as small as the margin. */
  readonly mayBeEquivalent: boolean;
}

const power = 0.8;

/**
 * Verdicts, all rows being one family: Holm says what differs, and the interval that is compared with the margin is Bonferroni's. Exact counts are
 * identical or differ and take no part in it.
 */
export function judgeRows(
  rows: readonly UnjudgedRow[],
  { alpha, mayBeEquivalent }: Level,
): readonly RunComparisonRow[] {
  const tested = rows.filter(({ measured }) => measured.effect.kind !== 'exact');
  const adjusted = holm(tested.map(({ measured }) => measured.pValue ?? 1));
  const level = alpha / Math.max(1, tested.length);
  return rows.map((unjudged): RunComparisonRow => {
    const { row, measured, margin } = unjudged;
    const { effect, pValue } = measured;
    if (effect.kind === 'exact') {
      const verdict = effect.estimate.point === 0 ? 'identical' : 'differs';
      return {
        ...{ ...row, effect, pValue, verdict },
        ...{ adjustedP: null, margin: null, detectable: null, undecided: null },
      };
    }
    const interval = measured.intervalAt(1 - level);
    const adjustedP = pValue === null ? null : (adjusted[tested.indexOf(unjudged)] ?? 1);
    const isRatio = effect.kind === 'ratio';
    const isSignificant = adjustedP !== null && adjustedP <= alpha;
    const simultaneous = interval && { lower: interval.lower, upper: interval.upper };
    const verdict: ComparisonVerdict = isRatio
      ? decideVerdict({ interval: simultaneous, isSignificant, margin, kind: unjudged.kind, mayBeEquivalent })
      : isSignificant
        ? 'differs'
        : 'unsettled';
    return {
      ...row,
      effect: { ...effect, simultaneous },
      ...{ pValue, adjustedP, verdict },
      undecided: interval === null && !isSignificant ? describeLack(effect.estimate) : null,
      margin: isRatio ? margin : null,
      detectable: isRatio && interval !== null ? detect(interval, level) : null,
    };
  });
}

function describeLack({ n, intervalKind }: Effect['estimate']): string {
  const blocks = counted(n, 'block');
  return n < fewestBlocksForInterval || intervalKind === 'confidence'
    ? `${blocks}, too few for a verdict`
    : `${blocks}, their values too coarse for an interval`;
}

function detect(
  { lower, upper, coverage }: { readonly lower: number; readonly upper: number; readonly coverage: number },
  level: number,
): number {
  const ends = { lower: Math.log(lower), upper: Math.log(upper) };
  return Math.expm1(detectableEffect({ ...ends, confidence: coverage, level, power }));
}
