/** The first `most` lines; what was cut off is told by dots at the end of the last one. */
export function capLines(lines: readonly string[], most: number): readonly string[] {
  if (lines.length <= most) return lines;
  const kept = lines.slice(0, most);
  const last = kept.at(-1) ?? '';
  return [...kept.slice(0, -1), `${last.slice(0, widestCut)} ...`];
}

/** The list of words up to `most`, and how many more there are. */
export function capList(words: readonly string[], most: number, what: string): readonly string[] {
  const more = words.length - most;
  return more <= 1 ? words : [...words.slice(0, most), `and ${more} more ${what}`];
}

const widestCut = 68;
