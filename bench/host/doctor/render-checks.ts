import { wrapText } from '../wrap-text.ts';
import type { Check, Verdict } from './check.ts';

const width = 100;

/** Checks as an aligned table of at most 100 columns, remedies below what they fix, and a line that counts. */
export function renderChecks(checks: readonly Check[]): string {
  const idWidth = Math.max(...checks.map((check) => check.id.length));
  const indent = ' '.repeat(verdictWidth + 2 + idWidth + 2);
  const rows = checks.flatMap(({ id, verdict, seen, threshold, remedy }) => {
    const finding = verdict === 'pass' ? seen : `${seen} (expected: ${threshold})`;
    const [first = '', ...more] = wrapText(finding, width - indent.length);
    const hints = remedy === null ? [] : wrapText(`-> ${remedy}`, width - indent.length);
    const head = `${verdict.padEnd(verdictWidth)}  ${id.padEnd(idWidth)}  ${first}`;
    return [head, ...[...more, ...hints].map((line) => indent + line)];
  });
  return [...rows, '', renderCounts(checks)].map((line) => `${line.trimEnd()}\n`).join('');
}

const verdicts: readonly Verdict[] = ['pass', 'warn', 'fail', 'unknown'];
const verdictWidth = Math.max(...verdicts.map((verdict) => verdict.length));

function renderCounts(checks: readonly Check[]): string {
  const counts = verdicts.map(
    (verdict) => `${checks.filter((check) => check.verdict === verdict).length} ${verdict}`,
  );
  return `${checks.length} checks: ${counts.join(', ')}`;
}
