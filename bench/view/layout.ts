import { escapeHtml } from '../../results/text/escape-html.ts';

export interface PageParts {
  readonly title: string;
  /** HTML. */
  readonly body: string;
  /** Class of the body. */
  readonly kind: 'index' | 'run' | 'words';
}

/** A whole page of the viewer. Style and script come from the server, so that its policy need allow nothing inline. */
export function renderLayout({ title, body, kind }: PageParts): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} - numa-lab</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/view.css">
<script src="/view.js" defer></script>
</head>
<body class="${kind}">
${body}
</body>
</html>
`;
}

/** A page that says one thing: what is not there, what was wrong with the request. */
export function renderMessage(title: string, lines: readonly string[]): string {
  const words = lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n');
  return renderLayout({
    title,
    kind: 'words',
    body: `<main>\n<h1>${escapeHtml(title)}</h1>\n${words}\n<p><a href="/" target="_top">All runs</a></p>\n</main>`,
  });
}
