import type { Block, Checks, Claims, Heading, Table } from '../document/block.ts';
import { makeDocument } from '../document/make-document.ts';
import type { FileSum } from '../document/reproduce.ts';
import type { Report } from '../report.ts';
import { unreachable } from '../unreachable.ts';
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
  return blocks.map((block) => printBlock(block).join('\n')).join('\n\n');
}

function printBlock(block: Block): readonly string[] {
  switch (block.type) {
    case 'heading':
      return [`${marks[block.level]} ${escapeMarkdown(block.text)}`];
    case 'paragraph':
      return [escapeMarkdown(block.text)];
    case 'items':
      return [...printCaption(block.caption), ...listOf(block.texts)];
    case 'facts':
      return block.rows.map(([label, text]) =>
        label === ''
          ? `  - ${escapeMarkdown(text)}`
          : `- **${escapeMarkdown(label)}:** ${escapeMarkdown(text)}`,
      );
    case 'table':
      return printTable(block);
    case 'claims':
      return printClaims(block);
    case 'checks':
      return printChecks(block);
    case 'chart':
      return [escapeMarkdown(block.description)];
    case 'code':
      return printCode(block.lines);
    case 'command':
      return printCode([block.words.join(' ')]);
    case 'fold':
    case 'box':
      return [printBlocks(block.blocks)];
    case 'rule':
      return ['---'];
    default:
      return unreachable(block);
  }
}

const marks: Readonly<Record<Heading['level'], string>> = {
  title: '#',
  part: '##',
  section: '##',
  topic: '###',
  group: '####',
};

function printCaption(caption: string): readonly string[] {
  return caption === '' ? [] : [`**${escapeMarkdown(caption)}**`, ''];
}

function listOf(texts: readonly string[]): readonly string[] {
  return texts.map((text) => `- ${escapeMarkdown(text)}`);
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

function printChecks({ checks }: Checks): readonly string[] {
  return checks.map(({ id, verdict, where, seen }) => {
    const name = where === '' ? id : `${id} (${where})`;
    return `- **${verdict}** ${escapeMarkdown(`${name}: ${seen}`)}`;
  });
}

/** Fences of the text itself would end the block early. */
function printCode(lines: readonly string[]): readonly string[] {
  return ['```', ...lines.map((line) => line.replaceAll('`', "'").replaceAll(/[\r\n]/g, ' ')), '```'];
}
