import { escapeHtml } from '../../../results/text/escape-html.ts';
import {
  type Block,
  type Checks,
  type Claims,
  checkName,
  type Heading,
  type Printers,
  printBlock,
  type Table,
} from '../../document/block.ts';
import { chartHtml } from './chart-html.ts';
import { htmlTable } from './html-table.ts';
import type { PageChart } from './page-data.ts';

/** Compiled charts by id. */
export type PageCharts = ReadonlyMap<string, PageChart>;

/** Blocks → HTML. */
export function printHtml(blocks: readonly Block[], charts: PageCharts): string {
  return blocks.map((block) => printBlock(printers, block, charts)).join('\n');
}

const printers: Printers<string, PageCharts> = {
  heading: ({ level, text }) => `<${tags[level]}>${escapeHtml(text)}</${tags[level]}>`,
  paragraph: ({ text }) => `<p>${escapeHtml(text)}</p>`,
  items: ({ caption, texts }) =>
    `${caption === '' ? '' : `<p>${escapeHtml(caption)}</p>`}<ul>${texts.map((text) => `<li>${escapeHtml(text)}</li>`).join('')}</ul>`,
  facts: ({ rows }) => {
    const term = (label: string) => (label === '' ? '' : `<dt>${escapeHtml(label)}</dt>`);
    return `<dl>${rows.map(([label, text]) => `${term(label)}<dd>${escapeHtml(text)}</dd>`).join('')}</dl>`;
  },
  table: printTable,
  claims: printClaims,
  findings: ({ entries }) => {
    const texts = entries.map(
      ({ lead, rest }) => `<li><strong>${escapeHtml(lead)}</strong> ${escapeHtml(rest)}</li>`,
    );
    return `<ol class="findings">${texts.join('')}</ol>`;
  },
  checks: printChecks,
  chart: (figure, charts) => {
    const chart = charts.get(figure.id);
    return chart === undefined ? '' : chartHtml(figure, chart);
  },
  code: ({ label, lines }) =>
    `<pre tabindex="0" role="region" aria-label="${escapeHtml(label)}">${escapeHtml(lines.join('\n'))}</pre>`,
  command: ({ words }) => `<pre>${escapeHtml(words.join(' '))}</pre>`,
  fold: ({ summary, blocks }, charts) =>
    `<details><summary>${escapeHtml(summary)}</summary>\n${printHtml(blocks, charts)}</details>`,
  box: ({ state, blocks }, charts) => `<div class="box ${state}">${printHtml(blocks, charts)}</div>`,
  rule: () => '<hr>',
};

const tags: Readonly<Record<Heading['level'], string>> = {
  title: 'h1',
  part: 'h2',
  section: 'h3',
  topic: 'h3',
  group: 'h4',
  case: 'h5',
};

function printTable({ caption, corner, heads, rows }: Table): string {
  return htmlTable({
    caption,
    heads: [corner, ...heads.map((lines) => lines.join(' '))],
    rows: rows.map(({ label, cells }) => ({ cells: [label, ...cells.map((lines) => lines.join(' '))] })),
  });
}

function printClaims({ claims }: Claims): string {
  const hasPlaces = claims.some(({ where }) => where !== '');
  const table = htmlTable({
    caption: 'Verdicts',
    heads: ['id', 'verdict', 'statement', 'because', ...(hasPlaces ? ['section'] : [])],
    prose: true,
    rows: claims.map(({ id, verdict, statement, because, where }) => ({
      cells: [id, verdict, statement, because, ...(hasPlaces ? [where] : [])],
    })),
  });
  return [table, ...claims.flatMap(({ evidence }) => evidence.map(printTable))].join('\n');
}

function printChecks({ checks, brief }: Checks): string {
  if (brief) {
    const entries = checks.map(
      (check) =>
        `<li><strong>${check.verdict}</strong> ${escapeHtml(`${checkName(check)}: ${check.seen}`)}</li>`,
    );
    return `<ul>${entries.join('')}</ul>`;
  }
  return htmlTable({
    caption: 'Checks of the run',
    heads: ['check', 'verdict', 'section', 'seen', 'threshold', 'remedy'],
    prose: true,
    rows: checks.map(({ id, verdict, where, seen, threshold, remedy }) => ({
      cells: [id, verdict, where, seen, threshold, remedy],
    })),
  });
}
