import { stripVTControlCharacters } from 'node:util';

const tailLength = 2000;

/** The end of what a program said on stderr: without escape sequences and control characters, at most 2,000 characters. */
export function cleanTail(text: string): string {
  // Cut before cleaning, with room for what cleaning removes: a program gone wrong can have said megabytes.
  const end = stripVTControlCharacters(text.slice(-4 * tailLength));
  const clean = end.replaceAll(/\r\n?/g, '\n').replaceAll(/(?!\n)\p{Cc}/gu, '');
  return clean.trim().slice(-tailLength);
}

const sentenceLength = 300;

/** The beginning of what is reported in one line; a program gone wrong says pages without a line end. */
export function cleanSentence(text: string): string {
  const clean = cleanTail(text.slice(0, tailLength)).replaceAll('\n', ' ');
  return clean.length > sentenceLength ? `${clean.slice(0, sentenceLength)}…` : clean;
}

/** The last line of a text that says something, else undefined. */
export function lastLine(text: string): string | undefined {
  return cleanTail(text).split('\n').at(-1)?.trim() || undefined;
}
