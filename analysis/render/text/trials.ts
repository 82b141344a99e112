import { escapeText } from '../../../results/text/escape-text.ts';
import { groupBy } from '../../group-by.ts';
import type { FailedRow, Report, SkippedRow } from '../../report.ts';
import { wrap } from '../wrap.ts';
import { targetName } from './names.ts';

/** Every failed and every skipped trial by number; those of one arm with one reason share an entry. */
export function renderTrials(report: Report): readonly string[] {
  return [
    ...renderList(report, 'Failed trials', report.failed, failureText),
    ...renderList(report, 'Skipped trials', report.skipped, (row) => row.reason),
  ];
}

function failureText({ reason, detail, stderrTail }: FailedRow): string {
  const stderr = stderrTail.trim() === '' ? '' : `; stderr: ${stderrTail.trim()}`;
  return `${reason}: ${detail}${stderr}`;
}

function renderList<Row extends FailedRow | SkippedRow>(
  report: Report,
  title: string,
  rows: readonly Row[],
  reasonOf: (row: Row) => string,
): readonly string[] {
  if (rows.length === 0) return ['', `${title}: none.`];
  const groups = groupBy(rows, (row) => `${row.section}\n${row.arm}\n${reasonOf(row)}`);
  return [
    '',
    `${title}: ${rows.length}`,
    ...[...groups.values()].flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const numbers = group.map((row) => row.trial).join(', ');
      const where = `${first.machine} ${escapeText(first.workload)} ${targetName(report, first.target)} ${first.placement}`;
      return wrap(`trial ${numbers} (${where}): ${escapeText(reasonOf(first))}`, '  ', '    ');
    }),
  ];
}
