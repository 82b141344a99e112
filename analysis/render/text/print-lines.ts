import { escapeText } from '../../../results/text/escape-text.ts';
import {
  type Block,
  type Checks,
  type Claim,
  checkName,
  type Heading,
  type Items,
  type Printers,
  printBlock,
  type Table,
} from '../../document/block.ts';
import type { Section } from '../../document/section.ts';
import { renderTable } from './table.ts';
import { textWidth, wrap } from './wrap.ts';

/** Section → lines of at most 72 columns of plain ASCII. */
export function printSection({ title, blocks }: Section): readonly string[] {
  const all: readonly Block[] =
    title === '' ? blocks : [{ type: 'heading', level: 'section', text: title }, ...blocks];
  return printLines(all);
}

/** Blocks → lines, with a blank one where a reader needs it. */
export function printLines(blocks: readonly Block[]): readonly string[] {
  return blocks.flatMap((block, index) => [
    ...(needsGap(block, blocks[index - 1]) ? [''] : []),
    ...printBlock(printers, block, { isBelowTitle: isSectionTitle(blocks[index - 1]) }),
  ]);
}

interface Place {
  /** A sentence there is set off from its title. */
  readonly isBelowTitle: boolean;
}

function isSectionTitle(block: Block | undefined): boolean {
  return block?.type === 'heading' && block.level === 'section';
}

function needsGap(block: Block, previous: Block | undefined): boolean {
  if (previous === undefined) return false;
  if (block.type === 'heading' || block.type === 'box') return true;
  if (previous.type === 'heading') {
    return previous.level === 'part' || (previous.level === 'topic' && block.type === 'table');
  }
  if (block.type === 'items' && block.caption === '') return false;
  if (block.type === 'paragraph') return previous.type !== 'paragraph';
  return isTabular(block) || isTabular(previous);
}

/** What stands for itself, apart from what is around it. */
function isTabular(block: Block): boolean {
  return (
    block.type === 'table' ||
    block.type === 'rule' ||
    block.type === 'findings' ||
    (block.type === 'items' && block.caption !== '') ||
    (block.type === 'claims' && block.claims.some(({ evidence }) => evidence.length > 0))
  );
}

const rule = '-'.repeat(textWidth);

const labelColumn = ' '.repeat(11);

const printers: Printers<readonly string[], Place> = {
  heading: printHeading,
  paragraph: ({ text }, { isBelowTitle }) => wrap(text, isBelowTitle ? '  ' : ''),
  items: printItems,
  facts: ({ rows }) =>
    rows.flatMap(([label, text]) => wrap(text, label.padEnd(labelColumn.length), labelColumn)),
  table: printTable,
  claims: (block) => {
    const gap = isTabular(block) ? [''] : [];
    return block.claims.flatMap((claim, at) => [...(at === 0 ? [] : gap), ...printClaim(claim)]);
  },
  findings: ({ entries }) =>
    entries.flatMap(({ lead, rest }, at) => wrap(`${lead} ${rest}`.trim(), `${at + 1}. `, '   ')),
  checks: printChecks,
  chart: ({ description }) => wrap(description),
  code: ({ lines }) => lines,
  command: ({ words }) => continueLines(words),
  fold: ({ blocks }) => printLines(blocks),
  box: ({ blocks }) => printLines(blocks),
  rule: () => [rule],
};

function printHeading({ level, text }: Heading): readonly string[] {
  if (level === 'part') return [rule, ...wrap(text), rule];
  if (level === 'case') return wrap(text, '- ', '  ');
  return wrap(text, '', level === 'group' ? '  ' : '');
}

function printItems({ caption, texts, areRemarks }: Items): readonly string[] {
  const indent = caption === '' ? '  ' : '    ';
  return [
    ...(caption === '' ? [] : wrap(caption, '  ', '    ')),
    ...texts.flatMap((text) => wrap(text, areRemarks ? `${indent}- ` : indent, `${indent}  `)),
  ];
}

function printTable(table: Table): readonly string[] {
  return [...(table.caption === '' ? [] : wrap(table.caption, '  ', '    ')), ...renderTable(table)];
}

function printClaim({ id, verdict, where, statement, because, evidence }: Claim): readonly string[] {
  const of = where === '' ? '' : ` (${where})`;
  return [
    ...wrap(`${id} ${verdict}${of}: ${statement}`, '  ', '    '),
    ...(because === '' ? [] : wrap(`${because}.`, '    ')),
    ...evidence.flatMap(printEvidence),
  ];
}

function printEvidence(table: Table): readonly string[] {
  const lines = renderTable(table);
  // A table as wide as the page has no room for the indentation of the text above it.
  const indent = lines.every((line) => line.length + 2 <= textWidth) ? '  ' : '';
  return [...wrap(table.caption, '    '), ...lines.map((line) => `${indent}${line}`)];
}

function printChecks({ checks, brief }: Checks): readonly string[] {
  return checks.flatMap((check) => {
    const { verdict, seen, threshold, remedy } = check;
    const rest = brief || verdict === 'pass' ? '' : `; expected: ${threshold}; remedy: ${remedy}`;
    return wrap(`${checkName(check)}: ${seen}${rest}`, `  ${verdict.padEnd(8)}`, ' '.repeat(10));
  });
}

/** Words → lines of a shell command, each but the last ending in a backslash. */
function continueLines(words: readonly string[]): readonly string[] {
  const lines: string[] = [];
  for (const word of words.map(escapeText)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length + 3 <= textWidth)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${labelColumn}${lines.length === 0 ? '' : '  '}${word}`);
  }
  return lines.map((line, index) => (index === lines.length - 1 ? line : `${line} \\`));
}
