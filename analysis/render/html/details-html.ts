import { escapeHtml } from '../../../results/text/escape-html.ts';
import type { Report } from '../../report.ts';
import { renderText } from '../text.ts';
import { htmlTable } from './html-table.ts';
import { varianceHtml } from './variance-html.ts';

/** Every table of numbers, every trial that failed, and the machine. */
export function detailsHtml(report: Report): string {
  return [
    '<section aria-labelledby="tables"><h2 id="tables">Tables</h2>',
    ...varianceHtml(report),
    '<details><summary>The whole report as text, with the numbers of every metric</summary>',
    `<pre tabindex="0" role="region" aria-label="the report as text">${escapeHtml(renderText(report))}</pre></details></section>`,
    ...trialsHtml(report),
    '<section aria-labelledby="environment"><h2 id="environment">Environment</h2>',
    '<details><summary>Machine, tools and programs</summary>',
    `<pre tabindex="0" role="region" aria-label="the environment as JSON">${escapeHtml(JSON.stringify(report.environment, null, 2))}</pre></details></section>`,
  ].join('\n');
}

function trialsHtml({ failed, skipped }: Report): readonly string[] {
  const where = ({
    trial,
    block,
    machine,
    workload,
    target,
    placement,
  }: Report['failed'][number] | Report['skipped'][number]) => [
    ...[String(trial), String(block), machine, workload, target, placement],
  ];
  const heads = ['trial', 'block', 'machine', 'workload', 'target', 'placement'];
  return [
    '<section aria-labelledby="failed"><h2 id="failed">Failed and skipped trials</h2>',
    failed.length === 0
      ? '<p>No trial failed.</p>'
      : htmlTable({
          prose: true,
          caption: `Failed trials: ${failed.length}`,
          heads: [...heads, 'reason', 'detail', 'stderr'],
          rows: failed.map((row) => ({ cells: [...where(row), row.reason, row.detail, row.stderrTail] })),
        }),
    skipped.length === 0
      ? '<p>No trial was skipped.</p>'
      : htmlTable({
          prose: true,
          caption: `Skipped trials: ${skipped.length}`,
          heads: [...heads, 'reason'],
          rows: skipped.map((row) => ({ cells: [...where(row), row.reason] })),
        }),
    '</section>',
  ];
}
