import { createHash } from 'node:crypto';
import type { Report } from '../../../results/schema/report.ts';
import { escapeHtml, escapeJson } from '../../../results/text/escape-html.ts';
import { inChartText } from '../../charts/parts/chart-text.ts';
import { orderTargets } from '../../charts/parts/target-style.ts';
import { ratioForest } from '../../charts/ratio-forest.ts';
import type { OtherBaselines } from '../../document/charts.ts';
import { makeDocument } from '../../document/make-document.ts';
import type { PagePart, Section } from '../../document/section.ts';
import { chartThemes } from '../svg/chart-theme.ts';
import { renderText } from '../text.ts';
import { makePageChart } from './page-chart.ts';
import type { PageData } from './page-data.ts';
import { pageStyle } from './page-style.ts';
import { type PageCharts, printHtml } from './print-html.ts';

export interface HtmlParts {
  /** The bundled script of the page. */
  readonly script: string;
  readonly baselines: OtherBaselines;
}

/**
 * Report → one HTML document that needs no other file and no network. Its policy allows the one script and the one style that it carries, by
 * their hashes, and nothing from elsewhere; Vega's expressions are interpreted, so that no text becomes code.
 */
export function renderHtml(report: Report, { script, baselines }: HtmlParts): string {
  const sections = makeDocument(report, 'page', { baselines, fullLines: renderText(report).split('\n') });
  const figures = sections.flatMap(({ blocks }) => blocks.filter((block) => block.type === 'chart'));
  const charts: PageCharts = new Map(figures.map((figure) => [figure.id, makePageChart(figure)]));
  // `</script` inside of it would end the element; in a string or a regular expression the backslash changes nothing.
  const safeScript = script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
  const title = `numa-lab: ${report.run.id}`;
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy(safeScript)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${pageStyle}</style></head><body>`,
    `<header><h1>${escapeHtml(title)}</h1>${contents}<p class="quiet">${escapeHtml(runLine(report))}</p><p class="paper">Parts that are folded on the screen are not on paper.</p></header>`,
    '<main>',
    partHtml('summary', sections, charts),
    controlsHtml(report, charts),
    ...laterParts.map((part) => partHtml(part, sections, charts)),
    '</main><div id="tooltip" hidden></div>',
    `<script type="application/json" id="page-data">${escapeJson(pageData(report, charts))}</script>`,
    `<script>${safeScript}</script>`,
    '</body></html>',
    '',
  ].join('\n');
}

function policy(script: string): string {
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return [
    `default-src 'none'`,
    `script-src ${hash(script)}`,
    `style-src ${hash(pageStyle)}`,
    'img-src data: blob:',
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
}

const titles: Readonly<Record<PagePart, string>> = {
  summary: 'Findings',
  charts: 'Charts',
  tables: 'Tables',
  failed: 'Failed and skipped trials',
  environment: 'Environment',
};
const laterParts = ['charts', 'tables', 'failed', 'environment'] as const satisfies readonly PagePart[];

const contents = `<nav aria-label="contents"><ul>${Object.keys(titles)
  .map((id) => `<li><a href="#${id}">${id}</a></li>`)
  .join('')}</ul></nav>`;

function partHtml(part: PagePart, sections: readonly Section[], charts: PageCharts): string {
  const own = sections.filter((section) => section.part === part);
  return [
    `<section aria-labelledby="${part}"><h2 id="${part}">${titles[part]}</h2>`,
    ...own.flatMap(({ title, blocks }) => [
      ...(title === '' ? [] : [`<h3>${escapeHtml(title)}</h3>`]),
      printHtml(blocks, charts),
    ]),
    '</section>',
  ].join('\n');
}

function runLine({ run, sections }: Report): string {
  const done = sections.map(
    ({ machine, completed, planned }) => `${machine}: ${completed} of ${planned} trials completed`,
  );
  return [`seed ${run.seed}`, `baseline ${run.baseline}`, ...done].join('; ');
}

function controlsHtml(report: Report, charts: PageCharts): string {
  // As in the rows of the charts.
  const boxes = orderTargets(inChartText(report)).map(
    (name) =>
      `<label><input type="checkbox" checked data-target="${escapeHtml(name)}"> ${escapeHtml(name)}</label>`,
  );
  const variants = charts.get(ratioForest.id)?.variants ?? [];
  const options = (variants.length > 1 ? variants : []).map(
    ({ name }) => `<option value="${escapeHtml(name)}">${escapeHtml(name)}</option>`,
  );
  return [
    '<form class="controls" aria-label="what the charts show">',
    `<fieldset><legend>Targets shown</legend>${boxes.join('')}</fieldset>`,
    ...(options.length === 0
      ? []
      : [
          `<label>Baseline of ratios <select id="baseline" autocomplete="off">${options.join('')}</select></label>`,
        ]),
    '</form>',
  ].join('\n');
}

function pageData({ run }: Report, charts: PageCharts): PageData {
  return { runId: run.id, charts: [...charts.values()], themes: chartThemes };
}
