import { escapeText } from '../render/ascii.ts';
import { unreachable } from '../unreachable.ts';
import { counted } from '../validity/check.ts';
import { holds } from './holds.ts';
import type { Differences } from './list-differences.ts';
import type { SumsCheck } from './sums.ts';
import { reportFile, textFile, type Verification } from './verify-run.ts';

const mostDifferences = 20;
const longestValue = 60;

/** Verification → lines for a terminal: what was checked, what differs, and what was absent. `program` is the numa-lab that checks. */
export function renderVerification(verification: Verification, program: Verification['madeBy']): string {
  const { id, sums, records, numbers, text, madeBy } = verification;
  const ok = holds(verification);
  const isOther = madeBy.version !== program.version || madeBy.commit !== program.commit;
  const lines = [
    `run      ${escapeText(id)}`,
    ...renderSums(sums),
    `schema   plan, environment and ${counted(records, 'record')} fit their formats`,
    ...renderNumbers(numbers),
    ...renderLines(text),
    ok ? 'verified: nothing differs' : 'NOT VERIFIED: see above',
    ...(!ok && isOther
      ? [`the run was made by numa-lab ${nameOf(madeBy)}, and this is ${nameOf(program)}`]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

function nameOf({ version, commit }: Verification['madeBy']): string {
  return escapeText(`${version}${commit === null ? '' : ` (${commit.slice(0, 12)})`}`);
}

function renderSums(sums: SumsCheck): readonly string[] {
  switch (sums.state) {
    case 'absent':
      return ['sums     no SHA256SUMS: whether files were changed is not known'];
    case 'malformed':
      return [`sums     SHA256SUMS has a line that is none: ${escapeText(sums.line.slice(0, longestValue))}`];
    case 'checked':
      return [
        `sums     ${counted(sums.agreeing, 'file')} as in SHA256SUMS`,
        ...sums.changed.map((name) => `  changed: ${escapeText(name)}`),
        ...sums.missing.map((name) => `  missing: ${escapeText(name)}`),
        ...(sums.uncovered.length === 0 ? [] : [`  without a sum: ${escapeText(sums.uncovered.join(', '))}`]),
      ];
    default:
      return unreachable(sums);
  }
}

function renderNumbers(numbers: Differences | null): readonly string[] {
  if (numbers === null)
    return [`numbers  no ${reportFile}: only ${textFile} can be held against the records`];
  const { compared, differences } = numbers;
  const more = differences.length - mostDifferences;
  return [
    `numbers  ${counted(compared, 'value')} of ${reportFile} recomputed, ${differences.length === 0 ? 'none differs' : `${differences.length} differ`}`,
    ...differences
      .slice(0, mostDifferences)
      .map(
        ({ path, stored, recomputed }) =>
          `  ${escapeText(path)}: stored ${show(stored)}, recomputed ${show(recomputed)}`,
      ),
    ...(more > 0 ? [`  and ${more} more, with --json all of them`] : []),
  ];
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return escapeText(text.length > longestValue ? `${text.slice(0, longestValue)}...` : text);
}

function renderLines(text: Verification['text']): readonly string[] {
  if (text === null) return [`text     no ${textFile}`];
  const { lines, firstDifference } = text;
  if (firstDifference === null)
    return [`text     ${counted(lines, 'line')} of ${textFile} are those of the records`];
  const { line, stored, recomputed } = firstDifference;
  return [
    `text     ${textFile} differs first in line ${line}`,
    `  stored:     ${escapeText(stored)}`,
    `  recomputed: ${escapeText(recomputed)}`,
  ];
}
