import { counted } from '../../../results/text/counted.ts';
import { cellLines, describeEstimates } from '../../format/interval.ts';
import { chooseScale } from '../../format/number.ts';
import { percentText, verdictWords } from '../../format/verdict.ts';
import { groupBy } from '../../group-by.ts';
import { questionKey } from '../../place.ts';
import type { ComparisonRow, Report } from '../../report.ts';
import { type Block, heading, items, paragraph } from '../block.ts';
import { placementKey, targetName, targetNames, workTexts } from '../names.ts';
import { describeEnd, shownEstimate } from '../times.ts';

const scale = chooseScale('1', []);

/** Times as ratios to the baseline within a block, the A/A control among them. Other ratios are in the JSON report. */
export function makeRatios(report: Report, sectionIndex: number): readonly Block[] {
  const rows = report.comparisons.filter(
    (row) => row.section === sectionIndex && row.metric === 'operation_cost_seconds',
  );
  if (rows.length === 0) return [];
  const { baseline } = report.run;
  const groups = groupBy(rows, (row) => `${questionKey(row)}${row.subject}`);
  return [
    paragraph(
      `Cost per operation over that of ${baseline}, within each block; the A/A row is ${baseline} against itself and shows how far the rest can be trusted.`,
    ),
    ...ruleTexts(report, sectionIndex).map((text) => paragraph(text)),
    ...[...groups.values()].flatMap((group) => makeGroup(report, group)),
    ...listUnder(`What alone differs from ${baseline}:`, contrastTexts(rows)),
    ...listUnder('Ratios that no single cause explains:', confoundedTexts(rows)),
  ];
}

function listUnder(title: string, texts: readonly string[]): readonly Block[] {
  return texts.length === 0 ? [] : [heading('topic', title), ...items(texts)];
}

/** By which rule the verdicts stand, or that there are none. */
function ruleTexts({ run: { family, timing } }: Report, section: number): readonly string[] {
  if (family === null || family.section !== section || family.comparisons === 0) return ['No verdicts.'];
  const looks =
    family.looks.length === 1
      ? ''
      : `, a part of it at each of ${family.looks.length} looks (${family.looks.join(', ')} blocks)`;
  return [
    `Verdicts hold together for ${counted(family.comparisons, 'comparison')}: Holm at ${percentText(family.alpha)}${looks}; intervals simultaneous (Bonferroni), but that of the A/A row, which is its own. Margin ${percentText(family.margin)}. MDE: the effect that 8 of 10 such runs would find.`,
    `Data: ${describeEnd(family)}; ${timing.verdict}.`,
  ];
}

function makeGroup(report: Report, rows: readonly ComparisonRow[]): readonly Block[] {
  const [first] = rows;
  if (first === undefined) return [];
  const columns = [...groupBy(rows, placementKey).values()];
  const estimates = rows.map((row) => row.effect.estimate);
  const showN = new Set(estimates.map(({ n }) => n)).size > 1;
  const words = { centre: 'Hodges-Lehmann', ...wordOfIntervals(report, rows) };
  return [
    {
      type: 'table',
      caption: `${[...workTexts(first), counted(first.threads, 'thread')].join(', ')}; ${describeEstimates(estimates, first.machine, words)}`,
      corner: 'target',
      heads: columns.map(([row]) => [row?.placement ?? '']),
      rows: targetNames(report, rows).map((label) => ({
        label,
        cells: columns.map((column) => {
          const row = column.find((candidate) => targetName(report, candidate.target) === label);
          return row === undefined ? ['-'] : ratioLines(row, showN);
        }),
      })),
    },
  ];
}

function wordOfIntervals({ run }: Report, rows: readonly ComparisonRow[]): { readonly interval?: string } {
  if (run.family === null || rows.every(({ effect }) => effect.simultaneous === null)) return {};
  return { interval: `${percentText(1 - run.family.alpha)} simultaneous` };
}

/** The estimate, what is around it, and what may be said of it. */
function ratioLines(row: ComparisonRow, showN: boolean): readonly string[] {
  return [
    ...cellLines(shownEstimate(row), scale, { showN, showInterval: true }),
    ...(row.verdict === null ? [] : [verdictWords[row.verdict]]),
    ...(row.detectable === null ? [] : [`MDE ${percentText(row.detectable)}`]),
  ];
}

/** The targets whose ratios have a single cause, by cause. */
function contrastTexts(rows: readonly ComparisonRow[]): readonly string[] {
  const told = rows.filter(({ contrast }) => contrast !== null && contrast !== 'control');
  return [...groupBy(told, ({ contrast }) => contrast)].map(
    ([contrast, group]) => `${contrast}: ${[...new Set(group.map(({ target }) => target))].join(', ')}`,
  );
}

function confoundedTexts(rows: readonly ComparisonRow[]): readonly string[] {
  const told = rows.flatMap(({ target, baseline, confounded }) =>
    confounded === null ? [] : [`${target} : ${baseline} is ${confounded}`],
  );
  return [...new Set(told)];
}
