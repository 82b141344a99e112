import type { ComparisonVerdict } from '../../results/schema/report-rows.ts';

export interface VerdictQuestion {
  /** Of the ratio target / baseline, at the level that is asked of this comparison; null where there are too few blocks for it. */
  readonly interval: { readonly lower: number; readonly upper: number } | null;
  /** That the ratio is not 1, by the test and adjusted for the family. */
  readonly isSignificant: boolean;
  /** Relative: 0.03 is 3 %. Taken on the log scale, so that swapping the arms swaps the verdict: 1/1.03 to 1.03. */
  readonly margin: number;
  readonly kind: 'time' | 'count';
  /** False where the A/A control has not shown that so small a difference can be seen. */
  readonly mayBeEquivalent: boolean;
}

const words = {
  time: { above: 'slower', below: 'faster' },
  count: { above: 'more', below: 'less' },
} as const;

/**
 * Beyond the margin, or a difference that is shown, or equivalence that is shown, or nothing: in this order. A difference is said to lie within
 * the margin only where its whole interval does; one whose interval reaches across it `differs`, and how far is open.
 */
export function decideVerdict(question: VerdictQuestion): ComparisonVerdict {
  const { interval, isSignificant, margin, kind, mayBeEquivalent } = question;
  if (interval === null) return isSignificant ? 'differs' : 'unsettled';
  if (interval.lower > 1 + margin) return words[kind].above;
  if (interval.upper < 1 / (1 + margin)) return words[kind].below;
  const isInside = isInsideMargin(interval, margin);
  if (isSignificant) return isInside ? 'differs within the margin' : 'differs';
  return isInside && mayBeEquivalent ? 'equivalent' : 'unsettled';
}

export function isInsideMargin(
  { lower, upper }: { readonly lower: number; readonly upper: number },
  margin: number,
): boolean {
  return lower > 1 / (1 + margin) && upper < 1 + margin;
}
