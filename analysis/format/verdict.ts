import type { Estimate } from '../../results/schema/estimate.ts';
import type { ComparisonRow, ComparisonVerdict } from '../../results/schema/report-rows.ts';
import { groupBy } from '../load/group-by.ts';

/** Verdicts in the words that fit a cell, in the order of their lists. */
export const verdictWords: Readonly<Record<ComparisonVerdict, string>> = {
  slower: 'slower',
  faster: 'faster',
  more: 'more',
  less: 'less',
  differs: 'differs',
  'differs within the margin': 'differs in margin',
  equivalent: 'equivalent',
  identical: 'identical',
  unsettled: 'unsettled',
};

/** `4 faster, 1 differs`: how many came out how. Those without a verdict are not counted. */
export function verdictCounts(rows: readonly { readonly verdict: ComparisonVerdict | null }[]): string {
  const by = groupBy(rows, ({ verdict }) => verdict);
  return (Object.keys(verdictWords) as ComparisonVerdict[])
    .flatMap((verdict) => {
      const count = by.get(verdict)?.length ?? 0;
      return count === 0 ? [] : [`${count} ${verdictWords[verdict]}`];
    })
    .join(', ');
}

/** The interval that covers together with the family's, where there is one: that is what the verdict was drawn from. */
export function shownEstimate({
  effect: { estimate, simultaneous },
  control,
}: Pick<ComparisonRow, 'effect' | 'control'>): Estimate {
  return control || simultaneous === null ? estimate : { ...estimate, ...simultaneous };
}

/** Two digits: no share here is known better. */
export function percentText(share: number): string {
  return `${Number((share * 100).toPrecision(2))} %`;
}
