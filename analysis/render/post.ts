import type { Report } from '../../results/schema/report.ts';
import type { Block } from '../document/block.ts';
import { makeDocument } from '../document/make-document.ts';
import type { FileSum } from '../document/reproduce.ts';
import type { Section } from '../document/section.ts';
import { sayNotShown } from '../document/shorten.ts';
import { fitSections } from './post/fit-sections.ts';
import { finishText } from './text/finish.ts';
import { printLines, printSection } from './text/print-lines.ts';

/** What a reader of a mailing list scrolls through and quotes. */
export const mostPostLines = 80;

/**
 * Report → a post of at most 80 lines and 72 columns of plain ASCII, the same for the same report and sums. As many findings as have room,
 * whole; then tables in the lines that the rest leaves; what does not fit is named.
 */
export function renderPost(report: Report, sums: readonly FileSum[]): string {
  const sections = makeDocument(report, 'post', { sums });
  const most = Math.max(0, ...sections.map(countFindings));
  const all = Array.from({ length: most + 1 }, (_, left) => most - left);
  // Lines that are longer when they are escaped take room that no table may have.
  const tries = all.flatMap((findings) => [0, 10, mostPostLines].map((spare) => ({ findings, spare })));
  for (const { findings, spare } of tries) {
    const text = finishText(layOut(report, sections, findings, spare));
    if (text.split('\n').length - 1 <= mostPostLines) return text;
  }
  const lines = finishText(layOut(report, sections, 0, mostPostLines)).split('\n');
  return `${lines.slice(0, mostPostLines).join('\n').trimEnd()}\n`;
}

function layOut(report: Report, all: readonly Section[], findings: number, spare: number): readonly string[] {
  const sections = all.map((section) => ({
    ...section,
    blocks: section.blocks.map((one) => cutFindings(one, findings)),
  }));
  const left = all.flatMap(({ blocks }) => blocks.flatMap((block) => namesLeft(block, findings)));
  const whole = new Map(
    sections
      .filter(({ shortened }) => shortened === '')
      .map((one) => [one, ['', ...printSection(one)]] as const),
  );
  const tables = sections.filter(({ shortened }) => shortened !== '');
  // The note grows with what is left out: room for its longest form is kept.
  const note = (leftOut: ReadonlyMap<string, number>) => [
    '',
    ...printLines([sayNotShown(report, { left, leftOut })]),
  ];
  const longest = note(new Map(tables.map(({ shortened }) => [shortened, 99])));
  const used = [...whole.values()].reduce((sum, lines) => sum + lines.length, longest.length);
  // finishText takes the blank line away that stands before the first section.
  const fitted = fitSections(tables, mostPostLines + 1 - used - spare);
  const last = sections.findLastIndex(({ id, shortened }) => shortened !== '' || id === 'headlines');
  const lines = sections.flatMap((section, index) => [
    ...(whole.get(section) ?? fitted.lines.get(section) ?? []),
    ...(index === last ? note(fitted.leftOut) : []),
  ]);
  return lines.slice(lines[0] === '' ? 1 : 0);
}

function countFindings({ blocks }: Section): number {
  return Math.max(0, ...blocks.map((block) => (block.type === 'findings' ? block.entries.length : 0)));
}

function cutFindings(block: Block, most: number): Block {
  return block.type === 'findings' ? { ...block, entries: block.entries.slice(0, most) } : block;
}

function namesLeft(block: Block, most: number): readonly string[] {
  if (block.type !== 'findings') return [];
  return [...block.entries.slice(most).map(({ about }) => about), ...block.left];
}
