import type { Report } from '../../results/schema/report.ts';
import {
  type Block,
  type Claims,
  checkName,
  type Heading,
  type Printers,
  printBlock,
  type Table,
} from '../document/block.ts';
import { makeDocument } from '../document/make-document.ts';
import type { FileSum } from '../document/reproduce.ts';
import { escapeMarkdown, renderMarkdownTable } from './markdown/table.ts';

/** Report → Markdown for a web page or an issue: the sections of the post, with whole tables. */
export function renderMarkdown(report: Report, sums: readonly FileSum[]): string {
  const blocks = makeDocument(report, 'markdown', { sums }).flatMap((section): readonly Block[] => [
    ...(section.title === '' ? [] : [{ type: 'heading', level: 'section', text: section.title } as const]),
    ...section.blocks,
  ]);
  return `${printBlocks(blocks)}\n`;
}

function printBlocks(blocks: readonly Block[]): string {
  return blocks.map((block) => printBlock(printers, block, null).join('\n')).join('\n\n');
}

const printers: Printers<readonly string[], null> = {
  heading: ({ level, text }) => [`${marks[level]} ${escapeMarkdown(text)}`],
  paragraph: ({ text }) => [escapeMarkdown(text)],
  items: ({ caption, texts }) => [
    ...printCaption(caption),
    ...texts.map((text) => `- ${escapeMarkdown(text)}`),
  ],
  facts: ({ rows }) =>
    rows.map(([label, text]) => `${label === '' ? '  -' : `- **${label}:**`} ${escapeMarkdown(text)}`),
  table: printTable,
  claims: printClaims,
  findings: ({ entries }) =>
    entries.map(({ lead, rest }, at) =>
      `${at + 1}. **${escapeMarkdown(lead)}** ${escapeMarkdown(rest)}`.trim(),
    ),
  checks: ({ checks }) =>
    checks.map((check) => `- **${check.verdict}** ${escapeMarkdown(`${checkName(check)}: ${check.seen}`)}`),
  chart: ({ description }) => [escapeMarkdown(description)],
  code: ({ lines }) => printCode(lines),
  command: ({ words }) => printCode([words.join(' ')]),
  fold: ({ blocks }) => [printBlocks(blocks)],
  box: ({ blocks }) => [printBlocks(blocks)],
  rule: () => ['---'],
};

const marks: Readonly<Record<Heading['level'], string>> = {
  title: '#',
  part: '##',
  section: '##',
  topic: '###',
  group: '####',
  case: '#####',
};

function printCaption(caption: string): readonly string[] {
  return caption === '' ? [] : [`**${escapeMarkdown(caption)}**`, ''];
}

function printTable({ caption, corner, heads, rows }: Table): readonly string[] {
  return [
    ...printCaption(caption),
    ...renderMarkdownTable(
      [corner, ...heads.map((lines) => lines.join(' '))],
      rows.map(({ label, cells }) => [label, ...cells.map((lines) => lines.join(' '))]),
    ),
  ];
}

function printClaims({ claims }: Claims): readonly string[] {
  return [
    ...renderMarkdownTable(
      ['id', 'verdict', 'section', 'statement', 'because'],
      claims.map(({ id, verdict, where, statement, because }) => [id, verdict, where, statement, because]),
    ),
    ...claims.flatMap(({ id, evidence }) =>
      evidence.flatMap((table) => ['', ...printTable({ ...table, caption: `${id}: ${table.caption}` })]),
    ),
  ];
}

/** Fences of the text itself would end the block early. */
function printCode(lines: readonly string[]): readonly string[] {
  return ['```', ...lines.map((line) => line.replaceAll('`', "'").replaceAll(/[\r\n]/g, ' ')), '```'];
}
