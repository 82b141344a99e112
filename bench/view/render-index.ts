import { unreachable } from '../../results/schema/unreachable.ts';
import { escapeHtml } from '../../results/text/escape-html.ts';
import { renderLayout } from './layout.ts';
import { renderProgressText } from './render-progress-text.ts';
import type { RunRow } from './run-library.ts';
import type { RunProgress } from './run-progress.ts';
import type { RunSummary } from './run-source.ts';

/** A run of the index; `progress` only while it is going on. */
export interface IndexRow {
  readonly row: RunRow;
  readonly progress: RunProgress | undefined;
}

const columns = ['Run', 'Machine', 'Targets', 'Trials', 'Verdicts', 'Validity'] as const;

/** The runs of a results folder, newest first, with a choice of two to compare: the newest beside the one before, until told otherwise. */
export function renderIndex(root: string, rows: readonly IndexRow[]): string {
  return renderLayout({
    title: 'Runs',
    kind: 'index',
    body: `<main data-events="/events">
<h1>Runs</h1>
<p class="where">${escapeHtml(root)}</p>
<p id="connection" role="status"></p>
<div id="runs">${rows.length === 0 ? noRuns : renderTable(rows)}</div>
</main>`,
  });
}

const noRuns = '<p>No run yet. <code>numa-lab run</code> makes one; it appears here as it begins.</p>';

function renderTable(rows: readonly IndexRow[]): string {
  const heads = columns.map((name) => `<th scope="col" role="columnheader">${name}</th>`).join('');
  // The two that are compared unless others are chosen: of those that can be.
  const readable = rows.map(({ row }) => row).filter(({ state }) => state === 'read');
  const [b, a] = readable;
  const body = rows.map((row) => renderRow(row, { isA: row.row === a, isB: row.row === b })).join('\n');
  return `<form action="/compare">
<div class="scroll" tabindex="0" role="region" aria-label="Runs">
<table role="table">
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader"><abbr title="baseline of the comparison">A</abbr></th><th scope="col" role="columnheader"><abbr title="compared with A">B</abbr></th>${heads}</tr></thead>
<tbody role="rowgroup">
${body}
</tbody>
</table>
</div>
${readable.length < 2 ? '' : '<p><button>Compare B with A</button></p>'}
</form>`;
}

function renderRow({ row, progress }: IndexRow, checked: { isA: boolean; isB: boolean }): string {
  const name = escapeHtml(row.name);
  const radio = (side: 'a' | 'b', isChecked: boolean) =>
    row.state === 'read'
      ? `<td role="cell" class="choice" data-head="${side.toUpperCase()}"><input type="radio" name="${side}" value="${name}" aria-label="${side.toUpperCase()}: ${name}"${isChecked ? ' checked' : ''}></td>`
      : '<td role="cell" class="choice"></td>';
  const date = row.state === 'read' ? `<div class="date">${escapeHtml(row.summary.createdUtc)}</div>` : '';
  const link = `<th scope="row" role="rowheader"><a href="/runs/${encodeURIComponent(row.name)}">${name}</a>${date}</th>`;
  const live = progress === undefined ? '' : renderProgressText(progress);
  return `<tr role="row">${radio('a', checked.isA)}${radio('b', checked.isB)}${link}${renderCells(row, live)}</tr>`;
}

/** All columns after the name. */
function renderCells(row: RunRow, live: string): string {
  const width = columns.length - 1;
  switch (row.state) {
    case 'unread':
      return `<td role="cell" colspan="${width}">${live === '' ? 'being read' : escapeHtml(live)}</td>`;
    case 'problem':
      return `<td role="cell" colspan="${width}" class="problem">${escapeHtml(`${row.message}; ${row.hint}`)}</td>`;
    case 'read': {
      const { summary } = row;
      // Between the looks that its plan fixed nothing is decided, and nothing may seem to be.
      const open = ['when it has ended'];
      const [trials, verdicts, validity] =
        live === ''
          ? [[countTrials(summary)], orNone(summary.verdicts), summary.validity]
          : [[live], open, open];
      const cells = [summary.machines, summary.targets, trials, verdicts, validity];
      return cells.map((lines, index) => renderLines(columns[index + 1] ?? '', lines)).join('');
    }
    default:
      return unreachable(row);
  }
}

function orNone(texts: readonly string[]): readonly string[] {
  return texts.length === 0 ? ['none'] : texts;
}

/** `head` is shown where the window is too narrow for columns. */
function renderLines(head: string, texts: readonly string[]): string {
  return `<td role="cell" data-head="${head}">${texts.map((text) => `<div>${escapeHtml(text)}</div>`).join('')}</td>`;
}

function countTrials({ planned, completed, failed, skipped }: RunSummary): string {
  const lost = [
    ...(failed === 0 ? [] : [`${failed} failed`]),
    ...(skipped === 0 ? [] : [`${skipped} skipped`]),
  ];
  return [`${completed} of ${planned} completed`, ...lost].join(', ');
}
