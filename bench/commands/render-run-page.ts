import { renderText } from '../../analysis/render/text.ts';
import type { Report } from '../../analysis/report.ts';
import { escapeHtml } from '../view/escape-html.ts';

/** The report of a run as a document of its own, which declares its policy in its head. */
export function renderRunPage(report: Report): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(report.run.id)}</title>
<style>:root { color-scheme: light dark; } body { margin: 1rem; } pre { font-size: 0.9rem; }</style>
</head>
<body>
<pre>${escapeHtml(renderText(report))}</pre>
</body>
</html>
`;
}
