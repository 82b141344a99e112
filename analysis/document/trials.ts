import type { FailedRow, Report, SkippedRow } from '../../results/schema/report.ts';
import { counted } from '../../results/text/counted.ts';
import { targetName } from '../format/target-name.ts';
import { groupBy } from '../load/group-by.ts';
import { type Block, heading, items, paragraph } from './block.ts';
import { sectionName } from './names.ts';
import { trialsText } from './run-facts.ts';

/** How many trials of each section came to their end. */
export function makeTrialCounts({ sections }: Report): readonly Block[] {
  return sections.map((section) =>
    paragraph(`${sectionName(section)}: ${trialsText(section)}; ${counted(section.blocks, 'block')}`),
  );
}

/** Every failed and every skipped trial by number; those of one arm with one reason share an entry. */
export function makeTrials(report: Report): readonly Block[] {
  return [
    ...listTrials(report, 'Failed trials', report.failed, failureText),
    ...listTrials(report, 'Skipped trials', report.skipped, (row) => row.reason),
  ];
}

function failureText({ reason, detail, stderrTail }: FailedRow): string {
  const stderr = stderrTail.trim() === '' ? '' : `; stderr: ${stderrTail.trim()}`;
  return `${reason}: ${detail}${stderr}`;
}

function listTrials<Row extends FailedRow | SkippedRow>(
  report: Report,
  title: string,
  rows: readonly Row[],
  reasonOf: (row: Row) => string,
): readonly Block[] {
  if (rows.length === 0) return [heading('section', `${title}: none.`)];
  const groups = groupBy(rows, (row) => `${row.section}\n${row.arm}\n${reasonOf(row)}`);
  const texts = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const where = `${first.machine} ${first.workload} ${targetName(report, first.target)} ${first.placement}`;
    return [`trial ${group.map((row) => row.trial).join(', ')} (${where}): ${reasonOf(first)}`];
  });
  return [heading('section', `${title}: ${rows.length}`), ...items(texts)];
}
