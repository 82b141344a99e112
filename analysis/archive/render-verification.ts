import { unreachable } from '../../results/schema/unreachable.ts';
import { counted } from '../../results/text/counted.ts';
import { escapeText } from '../../results/text/escape-text.ts';
import { type DrawnFile, pageFile } from './check-drawings.ts';
import { holds } from './holds.ts';
import { isSameProgram, type LabProgram } from './lab-program.ts';
import type { Differences } from './list-differences.ts';
import type { SumsCheck } from './sums.ts';
import { reportFile, textFile, type Verification } from './verify-run.ts';

const mostDifferences = 20;
const longestValue = 60;

/** Verification → lines for a terminal: what was checked, what differs, and what was absent. `program` is the numa-lab that checks. */
export function renderVerification(verification: Verification, program: LabProgram): string {
  const { id, sums, records, numbers, text, drawings, madeBy } = verification;
  const ok = holds(verification);
  const isOther = !isSameProgram(madeBy, program);
  const isOpen = drawings.some(({ state }) => state === 'other-version');
  const lines = [
    `run      ${escapeText(id)}`,
    ...renderSums(sums),
    `schema   plan, environment and ${counted(records, 'record')} fit their formats`,
    ...renderNumbers(numbers),
    ...renderLines(text),
    ...renderDrawings(drawings),
    ok ? okText(drawings) : 'NOT VERIFIED: see above',
    ...((!ok || isOpen) && isOther
      ? [`the run was made by numa-lab ${nameOf(madeBy)}, and this is ${nameOf(program)}`]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

function nameOf({ version, commit, dirty }: LabProgram): string {
  const parts = [...(commit === null ? [] : [commit.slice(0, 12)]), ...(dirty ? ['with changes'] : [])];
  return escapeText(`${version}${parts.length === 0 ? '' : ` (${parts.join(', ')})`}`);
}

function okText(drawings: readonly DrawnFile[]): string {
  const open = drawings.filter(({ state }) => state !== 'same').length;
  return open === 0 ? 'verified: nothing differs' : `verified, but for ${counted(open, 'file')} of drawings`;
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
    return [`numbers  no ${reportFile}: only ${textFile} can be compared with the records`];
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
  const { lines, firstDifference, inOlderWords } = text;
  if (firstDifference === null) {
    const how = inOlderWords ? ', in words of an older version' : '';
    return [`text     ${counted(lines, 'line')} of ${textFile} are those of the records${how}`];
  }
  const { line, stored, recomputed } = firstDifference;
  return [
    `text     ${textFile} differs first in line ${line}`,
    `  stored:     ${escapeText(stored)}`,
    `  recomputed: ${escapeText(recomputed)}`,
  ];
}

const drawingWords: Readonly<Record<Exclude<DrawnFile['state'], 'same'>, string>> = {
  differs: 'differs',
  'other-version': 'written by another version',
  'no-chart': 'no chart of these records',
  missing: 'missing',
  unchecked: 'not checked',
};

function renderDrawings(drawings: readonly DrawnFile[]): readonly string[] {
  if (drawings.length === 0) return [`drawings no ${pageFile} and no charts`];
  const same = drawings.filter(({ state }) => state === 'same').length;
  const texts = drawings.flatMap(({ name, state, parts }) => {
    if (state === 'same') return [];
    const where = parts.length === 0 ? '' : ` (${parts.join(', ')})`;
    return [`  ${drawingWords[state]}: ${escapeText(`${name}${where}`)}`];
  });
  return [`drawings ${same} of ${counted(drawings.length, 'file')} drawn again byte for byte`, ...texts];
}
