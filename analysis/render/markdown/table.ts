/** A table of GitHub's Markdown. Cells are plain text of any kind; they are escaped here. */
export function renderMarkdownTable(
  headers: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const lines = [headers, ...rows].map((cells) => `| ${cells.map(escapeMarkdown).join(' | ')} |`);
  return lines.toSpliced(1, 0, `|${' --- |'.repeat(headers.length)}`);
}

/**
 * Plain text → Markdown that shows it and does nothing else: no HTML, links, emphasis, mentions or line ends. Controls become
 * U+FFFD, because a page would hide them.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/[\r\n\t]+/g, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_{}[\]()#+!|~]/g, '\\$&')
    .replaceAll('@', '&#64;')
    .replaceAll('://', '&#58;//');
}
