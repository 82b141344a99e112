import { escapeHtml } from '../../results/text/escape-html.ts';
import { renderLayout } from './layout.ts';
import { renderProgressText } from './render-progress-text.ts';
import type { RunProgress } from './run-progress.ts';

export interface RunView {
  readonly name: string;
  /** Undefined where the plan cannot be read: the frame says why. */
  readonly progress: RunProgress | undefined;
  /** Names of the files that may be looked at. */
  readonly files: readonly string[];
}

/** A reader who stops a run at the sight of a good number has looked once too often. */
const early =
  '<p id="early">Data so far: nothing below is decided before the run has ended by its own plan.</p>';

/**
 * The page around a report, which is a document of its own in a frame: while the run goes on a newer one is loaded beside it and takes its place, at the
 * same scroll position.
 */
export function renderRun({ name, progress, files }: RunView): string {
  const path = `/runs/${encodeURIComponent(name)}`;
  const isLive = progress?.state === 'going on';
  const events = isLive ? ` data-events="${path}/events?seen=${encodeURIComponent(progress.version)}"` : '';
  const links = files.map((file) => `<li><a href="${path}/files/${file}">${file}</a></li>`).join('');
  const bar = isLive
    ? `<progress id="done" value="${progress.done}" max="${progress.planned}" aria-label="trials done"></progress>`
    : '';
  return renderLayout({
    title: name,
    kind: 'run',
    body: `<header${events}>
<nav><a href="/">All runs</a></nav>
<h1>${escapeHtml(name)}</h1>
<p id="progress" role="status">${escapeHtml(progress === undefined ? '' : renderProgressText(progress))}</p>
${bar}
${isLive ? early : ''}
<p id="connection" role="status"></p>
<details><summary>Records</summary><ul>${links}</ul></details>
<a href="${path}/report">report alone</a>
</header>
<iframe id="report" src="${path}/report" title="Report of ${escapeHtml(name)}"></iframe>`,
  });
}
