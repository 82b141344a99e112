import { counted } from '../../results/text/counted.ts';
import type { Report } from '../report.ts';
import { finishText } from './finish.ts';
import { capLines } from './post/cap-lines.ts';
import { renderCompared } from './post/compared.ts';
import { renderDoubts } from './post/doubts.ts';
import { makeFindingItems, makeRequirementItems } from './post/finding-items.ts';
import { fitItems } from './post/fit-items.ts';
import { makeLeadItems } from './post/lead-items.ts';
import { renderLimits } from './post/limits.ts';
import { renderMethod } from './post/method.ts';
import { type FileSum, renderReproduction } from './post/reproduce.ts';
import { makeVerdictItems } from './post/verdict-items.ts';
import { renderQuestion } from './text/heading.ts';
import { wrap } from './wrap.ts';

/** What a reader of a mailing list scrolls through and quotes. */
export const mostPostLines = 120;
/** For what was left out: a blank line and the sentence. */
const noteLines = 4;

/**
 * Report → a post of at most 120 lines and 72 columns of plain ASCII, the same for the same report and sums: question, method, results,
 * verdicts, what speaks against it, what it does not show, how to run it again. Findings come first, then the comparisons that the
 * run was planned to decide, then tables; what does not fit is counted.
 */
export function renderPost(report: Report, sums: readonly FileSum[]): string {
  const before = [
    ...capLines(renderQuestion(report), 5),
    '',
    ...renderMethod(report),
    ...renderCompared(report),
  ];
  const after = [...renderDoubts(report), ...renderLimits(report), ...renderReproduction(report, sums)];
  const items = [
    ...makeFindingItems(report),
    ...makeVerdictItems(report),
    ...makeLeadItems(report),
    ...makeRequirementItems(report),
  ];
  const { lines, leftOut } = fitItems(items, mostPostLines - before.length - after.length - noteLines);
  return finishText([...before, ...lines, ...renderLeftOut(report, leftOut), ...after]);
}

/** Nothing is shown without saying how much is not. */
function renderLeftOut({ estimates }: Report, leftOut: ReadonlyMap<string, number>): readonly string[] {
  const counts = [...leftOut].map(([kind, count]) => `${count} ${kind}`);
  const cut = counts.length === 0 ? '' : `Left out for length: ${counts.join(', ')}. `;
  const all = `numa-lab report --format full has all tables, --format json ${counted(estimates.length, 'estimate')}.`;
  return ['', ...wrap(`${cut}${all}`)];
}
