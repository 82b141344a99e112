import { escapeHtml } from '../../../results/text/escape-html.ts';
import type {
  Block,
  ChartFigure,
  Checks,
  Claims,
  Facts,
  Heading,
  Items,
  Table,
} from '../../document/block.ts';
import { unreachable } from '../../unreachable.ts';
import { chartHtml } from './chart-html.ts';
import { htmlTable } from './html-table.ts';
import type { PageChart } from './page-data.ts';

/** Compiled charts by id. */
export type PageCharts = ReadonlyMap<string, PageChart>;

/** Blocks → HTML. */
export function printHtml(blocks: readonly Block[], charts: PageCharts): string {
  return blocks.map((block) => printBlock(block, charts)).join('\n');
}

function printBlock(block: Block, charts: PageCharts): string {
  switch (block.type) {
    case 'heading':
      return printHeading(block);
    case 'paragraph':
      return `<p>${escapeHtml(block.text)}</p>`;
    case 'items':
      return printItems(block);
    case 'facts':
      return printFacts(block);
    case 'table':
      return printTable(block);
    case 'claims':
      return printClaims(block);
    case 'checks':
      return block.brief ? printBrief(block) : printChecks(block);
    case 'chart':
      return printChart(block, charts);
    case 'code':
      return `<pre tabindex="0" role="region" aria-label="${escapeHtml(block.label)}">${escapeHtml(block.lines.join('\n'))}</pre>`;
    case 'command':
      return `<pre>${escapeHtml(block.words.join(' '))}</pre>`;
    case 'fold':
      return `<details><summary>${escapeHtml(block.summary)}</summary>\n${printHtml(block.blocks, charts)}</details>`;
    case 'box':
      return `<div class="box ${block.state}">${printHtml(block.blocks, charts)}</div>`;
    case 'rule':
      return '<hr>';
    default:
      return unreachable(block);
  }
}

const tags: Readonly<Record<Heading['level'], string>> = {
  title: 'h1',
  part: 'h2',
  section: 'h3',
  topic: 'h3',
  group: 'h4',
};

function printHeading({ level, text }: Heading): string {
  return `<${tags[level]}>${escapeHtml(text)}</${tags[level]}>`;
}

function printItems({ caption, texts }: Items): string {
  const above = caption === '' ? '' : `<p>${escapeHtml(caption)}</p>`;
  return `${above}<ul>${texts.map((text) => `<li>${escapeHtml(text)}</li>`).join('')}</ul>`;
}

function printFacts({ rows }: Facts): string {
  const entries = rows.map(
    ([label, text]) => `${label === '' ? '' : `<dt>${escapeHtml(label)}</dt>`}<dd>${escapeHtml(text)}</dd>`,
  );
  return `<dl>${entries.join('')}</dl>`;
}

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

function printBrief({ checks }: Checks): string {
  const entries = checks.map(({ id, verdict, where, seen }) => {
    const name = where === '' ? id : `${id} (${where})`;
    return `<li><strong>${verdict}</strong> ${escapeHtml(`${name}: ${seen}`)}</li>`;
  });
  return `<ul>${entries.join('')}</ul>`;
}

function printChecks({ checks }: Checks): string {
  return htmlTable({
    caption: 'Checks of the run',
    heads: ['check', 'verdict', 'section', 'seen', 'threshold', 'remedy'],
    prose: true,
    rows: checks.map(({ id, verdict, where, seen, threshold, remedy }) => ({
      cells: [id, verdict, where, seen, threshold, remedy],
    })),
  });
}

function printChart(figure: ChartFigure, charts: PageCharts): string {
  const chart = charts.get(figure.id);
  return chart === undefined ? '' : chartHtml(figure, chart);
}
