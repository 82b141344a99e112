/** Lines of at most `width` columns, broken at spaces; a longer word is cut. At least one line. */
export function wrapText(text: string, width: number): string[] {
  const lines = [''];
  for (let word of text.split(/\s+/)) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
      continue;
    }
    if (last !== '') lines.push('');
    for (; word.length > width; word = word.slice(width)) {
      lines[lines.length - 1] = word.slice(0, width);
      lines.push('');
    }
    lines[lines.length - 1] = word;
  }
  return lines;
}
