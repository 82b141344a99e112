import { escapeHtml } from '../../results/text/escape-html.ts';
import { renderLayout } from './layout.ts';

export interface ComparisonView {
  readonly a: string;
  readonly b: string;
  readonly text: string;
}

/** Two runs compared, as text of fixed width. */
export function renderComparison({ a, b, text }: ComparisonView): string {
  const swapped = `/compare?a=${encodeURIComponent(b)}&amp;b=${encodeURIComponent(a)}`;
  return renderLayout({
    title: `${b} beside ${a}`,
    kind: 'words',
    body: `<main>
<nav><a href="/">All runs</a> <a href="${swapped}">A and B the other way round</a></nav>
<h1>Two runs compared</h1>
<pre tabindex="0">${escapeHtml(text)}</pre>
</main>`,
  });
}
