import type { CostEvaluation } from './evaluate-costs.ts';
import { renderMarkdownTable } from './markdown-table.ts';
import { type Share, wilsonInterval } from './share.ts';

/** Real costs judged by every design, as a Markdown table with the interval of each share. */
export function renderEvaluation(evaluation: CostEvaluation): string {
  const { sequences, processes, blocks, comparisons, disjoint, seed } = evaluation;
  const overlap =
    comparisons > disjoint
      ? `They overlap (${disjoint} would not), so that the intervals of the shares are too narrow.`
      : 'They do not overlap.';
  const effects =
    evaluation.designs[0]?.power.map(({ effect }) => `finds ${(100 * effect).toFixed(0)} %`) ?? [];
  const rows = evaluation.designs.map((row) => [
    row.title,
    withInterval(row.falsePositives),
    ...row.power.map(({ found }) => withInterval(found)),
    `${(100 * row.width).toFixed(2)} %`,
  ]);
  return [
    `${processes} processes in ${sequences} sequence${sequences === 1 ? '' : 's'} of one program each, in the order of time; ${comparisons} windows of ${blocks} + ${blocks}, seed ${seed}. ${overlap}`,
    '',
    renderMarkdownTable([['design', 'false positives', ...effects, 'width'], ...rows]),
    '',
  ].join('\n');
}

function withInterval(share: Share): string {
  const { lower, upper } = wilsonInterval(share);
  const [p, low, high] = [share.count / share.of, lower, upper].map((x) => (100 * x).toFixed(1));
  return `${p} % [${low}, ${high}]`;
}
