import { counted } from '../../../results/text/counted.ts';
import { escapeText } from '../../../results/text/escape-text.ts';
import type { FamilyFacts } from '../../comparison/family-facts.ts';
import { groupBy } from '../../group-by.ts';
import type { ComparisonRow, ComparisonVerdict, Report } from '../../report.ts';
import { unreachable } from '../../unreachable.ts';
import { labelled, wrap } from '../wrap.ts';
import { targetName } from './names.ts';

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

/** Two digits: no share here is known better. */
export function percentText(share: number): string {
  return `${Number((share * 100).toPrecision(2))} %`;
}

/** How many comparisons of each target came out how. */
export function renderVerdictCounts(report: Report): readonly string[] {
  const { family } = report.run;
  const rows = report.comparisons.filter((row) => row.primary && !row.control);
  if (family === null || rows.length === 0) return [];
  const together = rows.length === 1 ? '' : ' that hold together';
  const head = `Times against ${report.run.baseline}: ${counted(rows.length, 'verdict')}${together}, margin ${percentText(family.margin)}`;
  const lines = [...groupBy(rows, (row) => row.target)].flatMap(([target, own]) => {
    const by = groupBy(own, ({ verdict }) => verdict);
    const told = Object.entries(verdictWords).flatMap(([verdict, word]) => {
      const count = [...by].find(([one]) => one === verdict)?.[1].length ?? 0;
      return count === 0 ? [] : [`${count} ${word}`];
    });
    return wrap(`${targetName(report, target)}: ${told.join(', ')}${rangeText(own)}`, '  ', '    ');
  });
  return ['', ...wrap(escapeText(head)), ...lines, ...wrap(describeEnd(family), '  ', '    ')];
}

function rangeText(rows: readonly ComparisonRow[]): string {
  const points = rows.map((row) => row.effect.estimate.point);
  const [least, most] = [Math.min(...points).toFixed(3), Math.max(...points).toFixed(3)];
  return least === most ? `; ratio ${least}` : `; ratios ${least} to ${most}`;
}

/** When the blocks ended, and by whose decision. */
export function describeEnd({ blocks, look, looks, ended, precision, decides }: FamilyFacts): string {
  const at = `${counted(blocks, 'block')} of ${looks.at(-1)}`;
  const of = look === null ? '' : `, look ${look} of ${looks.length}`;
  switch (ended) {
    case 'last look':
      return looks.length === 1
        ? `${counted(blocks, 'block')}, all that were planned`
        : `ended at the last look, ${at}`;
    case 'precision':
      return `ended as planned after ${at}${of}: every ratio is known to ${percentText(precision ?? 0)}`;
    case 'time':
      return `ended as planned after ${at}${looks.length > 1 ? of : ''}: more would have exceeded --max-time`;
    case 'early':
      return `stopped early after ${at}${decides ? of : ', not by its plan: no verdicts'}`;
    case 'gap':
      return `records are missing after ${at}: no verdicts`;
    default:
      return unreachable(ended);
  }
}

const mostReasons = 4;

/** Whether times may be believed, in a line of the heading; nothing where there are none. */
export function renderTiming({ run: { timing } }: Report): readonly string[] {
  if (timing.verdict === 'no timing') return [];
  const more = timing.reasons.length - mostReasons;
  const reasons = [...timing.reasons.slice(0, mostReasons), ...(more > 0 ? [`and ${more} more`] : [])];
  return [
    ...labelled('Timing', timing.verdict),
    ...reasons.flatMap((reason) => labelled('', escapeText(`- ${reason}`))),
  ];
}
