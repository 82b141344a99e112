import type { Report } from '../../../results/schema/report.ts';
import type { ComparisonRow } from '../../../results/schema/report-rows.ts';
import { counted } from '../../../results/text/counted.ts';
import { percentText } from '../../format/verdict.ts';
import { groupBy } from '../../load/group-by.ts';
import { type Block, heading, items, paragraph } from '../block.ts';
import { describeEnd, detectableNote, makeRatioTables } from '../times.ts';

/** Times as ratios to the baseline within a block, the A/A control among them. Other ratios are in the JSON report. */
export function makeRatios(report: Report, sectionIndex: number): readonly Block[] {
  const rows = report.comparisons.filter(
    (row) => row.section === sectionIndex && row.metric === 'operation_cost_seconds',
  );
  if (rows.length === 0) return [];
  const { baseline } = report.run;
  return [
    paragraph(
      `Cost per operation over that of ${baseline}, within each block; the A/A row is ${baseline} against itself and shows how far the rest can be trusted.`,
    ),
    ...ruleTexts(report, sectionIndex).map((text) => paragraph(text)),
    ...makeRatioTables(report, rows),
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
    `Verdicts hold together for ${counted(family.comparisons, 'comparison')}: Holm at ${percentText(family.alpha)}${looks}; intervals simultaneous (Bonferroni), but that of the A/A row, which is its own. Margin ${percentText(family.margin)}. ${detectableNote}`,
    `Data: ${describeEnd(family)}; ${timing.verdict}.`,
  ];
}

/** The targets whose ratios have a single cause, by cause. */
function contrastTexts(rows: readonly ComparisonRow[]): readonly string[] {
  const shown = rows.filter(({ contrast }) => contrast !== null && contrast !== 'control');
  return [...groupBy(shown, ({ contrast }) => contrast)].map(
    ([contrast, group]) => `${contrast}: ${[...new Set(group.map(({ target }) => target))].join(', ')}`,
  );
}

function confoundedTexts(rows: readonly ComparisonRow[]): readonly string[] {
  const texts = rows.flatMap(({ target, baseline, confounded }) =>
    confounded === null ? [] : [`${target} : ${baseline} is ${confounded}`],
  );
  return [...new Set(texts)];
}
