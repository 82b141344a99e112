import { counted } from '../../results/text/counted.ts';
import type { FamilyFacts } from '../comparison/family-facts.ts';
import { intervalText } from '../format/interval.ts';
import { chooseScale, formatScaled } from '../format/number.ts';
import { percentText, verdictCounts, verdictWords } from '../format/verdict.ts';
import { groupBy } from '../group-by.ts';
import { questionKey } from '../place.ts';
import type { ComparisonRow, Report } from '../report.ts';
import { unreachable } from '../unreachable.ts';
import { type Block, items, paragraph } from './block.ts';
import { targetName, workTexts } from './names.ts';

const scale = chooseScale('1', []);

/** How many comparisons of each target that the run was planned to decide came out how. */
export function makeVerdictCounts(report: Report): readonly Block[] {
  const { family, baseline, timing } = report.run;
  const rows = decidedRows(report);
  if (family === null || rows.length === 0) return [];
  const together = rows.length === 1 ? '' : ' that hold together';
  const distrust = timing.verdict === 'not valid for timing' ? `; the run is ${timing.verdict}` : '';
  const counts = [...groupBy(rows, (row) => row.target)].map(
    ([target, own]) => `${targetName(report, target)}: ${verdictCounts(own)}${rangeText(own)}`,
  );
  return [
    paragraph(
      `Times against ${baseline}: ${counted(rows.length, 'verdict')}${together}, margin ${percentText(family.margin)}${distrust}`,
    ),
    ...items([...counts, describeEnd(family)]),
  ];
}

/** Those, then each comparison with its interval and n, a table for each question. */
export function makeVerdictTables(report: Report): readonly Block[] {
  const { family } = report.run;
  if (family === null) return [];
  const tables = [...groupBy(decidedRows(report), questionKey).values()].map((rows) =>
    verdictTable(report, rows),
  );
  const interval = `[${percentText(1 - family.alpha)} simultaneous interval], Hodges-Lehmann, paired in blocks`;
  return [...makeVerdictCounts(report), ...(tables.length === 0 ? [] : items([interval])), ...tables];
}

function decidedRows({ comparisons }: Report): readonly ComparisonRow[] {
  return comparisons.filter((row) => row.primary && !row.control);
}

function verdictTable(report: Report, rows: readonly ComparisonRow[]): Block {
  const [first] = rows;
  const what = first === undefined ? [] : [...workTexts(first), counted(first.threads, 'thread')];
  return {
    type: 'table',
    caption: what.join(', '),
    corner: 'target',
    heads: [['placement'], ['ratio'], ['between'], ['n'], ['verdict']],
    rows: rows.map((row) => ({
      label: targetName(report, row.target),
      cells: [
        [row.placement],
        [formatScaled(row.effect.estimate.point, scale)],
        [intervalText(shownEstimate(row), scale)],
        [String(row.effect.estimate.n)],
        row.verdict === null ? ['-'] : verdictWords[row.verdict].split(/(?<=differs) /),
      ],
    })),
  };
}

/** The interval that covers together with the family's, where there is one: that is what the verdict was drawn from. */
export function shownEstimate({ effect: { estimate, simultaneous }, control }: ComparisonRow) {
  return control || simultaneous === null ? estimate : { ...estimate, ...simultaneous };
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
