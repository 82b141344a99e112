/**
 * Text from result files, safe for terminals and plain-ASCII mail: printable ASCII stays, everything else is shown as
 * an escape (`\n`, `\x1b`, `\u{1f600}`), so that no name or stderr tail can move the cursor or break a line.
 */
export function escapeText(text: string): string {
  return [...text].map(escapeCharacter).join('');
}

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x20 && code <= 0x7e) return character;
  const name = named[character];
  if (name !== undefined) return name;
  return code <= 0xff ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}
