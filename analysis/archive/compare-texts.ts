import { useCurrentWords } from '../../results/text/older-names.ts';

export interface TextDifference {
  readonly line: number;
  readonly stored: string;
  readonly recomputed: string;
}

export interface TextComparison {
  readonly lines: number;
  /** Null where the texts say the same. */
  readonly firstDifference: TextDifference | null;
  /** The stored text says the same in words of an older version, whose lines and columns are of other widths. */
  readonly inOlderWords: boolean;
}

/** Compares a stored report with the one that the records give: line by line, and where older words stand in it, word by word. */
export function compareTexts(stored: string, recomputed: string): TextComparison {
  const firstDifference = findDifference(stored.split('\n'), recomputed.split('\n'));
  const lines = recomputed.split('\n').length - 1;
  const current = useCurrentWords(stored);
  const inOlderWords = current !== stored && wordsOf(current) === wordsOf(recomputed);
  return { lines, firstDifference: inOlderWords ? null : firstDifference, inOlderWords };
}

function findDifference(a: readonly string[], b: readonly string[]): TextDifference | null {
  const lines = Math.max(a.length, b.length);
  for (let index = 0; index < lines; index += 1) {
    const [left, right] = [a[index], b[index]];
    if (left !== right) return { line: index + 1, stored: left ?? '(ends)', recomputed: right ?? '(ends)' };
  }
  return null;
}

function wordsOf(text: string): string {
  return text.trim().split(/\s+/).join(' ');
}
