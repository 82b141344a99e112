import type { FamilyFacts, Report } from '../../results/schema/report.ts';
import type { ComparisonRow } from '../../results/schema/report-rows.ts';
import { unreachable } from '../../results/schema/unreachable.ts';
import { counted } from '../../results/text/counted.ts';
import { isNotValidForTiming } from '../compare/judge-timing.ts';
import { cellKey } from '../estimate/row-key.ts';
import { describeEstimates, intervalText } from '../format/interval.ts';
import { chooseScale, formatScaled } from '../format/number.ts';
import { targetName } from '../format/target-name.ts';
import { percentText, shownEstimate, verdictCounts, verdictWords } from '../format/verdict.ts';
import { groupBy } from '../load/group-by.ts';
import { type Block, columnsTable, items, paragraph } from './block.ts';
import { workTexts } from './names.ts';

/** How many comparisons of each target that the run was planned to decide came out how. */
export function makeVerdictCounts(report: Report): readonly Block[] {
  const { family, baseline } = report.run;
  const rows = decidedRows(report);
  if (family === null || rows.length === 0) return [];
  const counts = [...groupBy(rows, (row) => row.target)].map(
    ([target, own]) =>
      `${targetName(report, target)}: ${[verdictCounts(own), rangeText(own)].filter((text) => text !== '').join('; ')}`,
  );
  return [
    paragraph(
      `Times against ${baseline}: ${whatText(report, rows.length)}, margin ${percentText(family.margin)}`,
    ),
    ...items([...counts, describeEnd(family)]),
  ];
}

function whatText({ run }: Report, count: number): string {
  if (isNotValidForTiming(run))
    return `${counted(count, 'ratio')} without verdicts, since the run is not valid for timing`;
  return `${counted(count, 'verdict')}${count === 1 ? '' : ' that hold together'}`;
}

/** Those, then each comparison with its interval, a table for each question. */
export function makeVerdictTables(report: Report): readonly Block[] {
  const tables = makeRatioTables(report, decidedRows(report));
  return [...makeVerdictCounts(report), ...items(tables.length === 0 ? [] : [detectableNote]), ...tables];
}

/** What the last column of the tables is. */
export const detectableNote = 'Detectable: the effect that 8 of 10 such runs would find.';

function decidedRows({ comparisons }: Report): readonly ComparisonRow[] {
  return comparisons.filter((row) => row.primary && !row.control);
}

const scale = chooseScale('1', []);

/** Ratios to the baseline, a table for each question: the estimate, what is around it, and what may be said of it. */
export function makeRatioTables(report: Report, rows: readonly ComparisonRow[]): readonly Block[] {
  return [...groupBy(rows, (row) => `${cellKey(row)}${row.subject}`).values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const estimates = own.map(({ effect }) => effect.estimate);
    const words = { centre: 'Hodges-Lehmann', ...wordOfIntervals(report, own) };
    const what = [...workTexts(first), counted(first.threads, 'thread')].join(', ');
    return columnsTable(own, {
      caption: `${what}; ${describeEstimates(estimates, first.machine, words)}`,
      corner: 'target',
      label: ({ target }) => targetName(report, target),
      columns: [
        ['placement', ({ placement }) => [placement]],
        ['ratio', ({ effect }) => [formatScaled(effect.estimate.point, scale)]],
        ['between', (row) => [intervalText(shownEstimate(row), scale)]],
        ['n', ({ effect }) => [String(effect.estimate.n)]],
        ['verdict', ({ verdict }) => (verdict === null ? [] : verdictWords[verdict].split(/(?<=differs) /))],
        ['detectable', ({ detectable }) => (detectable === null ? [] : [percentText(detectable)])],
      ],
    });
  });
}

function wordOfIntervals({ run }: Report, rows: readonly ComparisonRow[]): { readonly interval?: string } {
  if (run.family === null || rows.every(({ effect }) => effect.simultaneous === null)) return {};
  return { interval: `${percentText(1 - run.family.alpha)} simultaneous` };
}

function rangeText(rows: readonly ComparisonRow[]): string {
  const points = rows.map((row) => row.effect.estimate.point);
  const [least, most] = [Math.min(...points).toFixed(3), Math.max(...points).toFixed(3)];
  return least === most ? `ratio ${least}` : `ratios ${least} to ${most}`;
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
