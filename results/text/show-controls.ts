const unseen = /[^\P{Cc}\n\t]|[\p{Bidi_Control}\u2028\u2029]/gu;
const unseenInLine = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

/**
 * Characters of a text that have no picture, shown by their code: controls, which XML and HTML forbid and terminals obey, those that turn the
 * direction of writing, and separators of lines. Ends of lines and tabs stay.
 */
export function showControls(text: string): string {
  return text.replaceAll(unseen, showCode);
}

/** The same of a text that must be one line: ends of lines and tabs are shown as well. */
export function showControlsInLine(text: string): string {
  return text.replaceAll(unseenInLine, showCode);
}

function showCode(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}
