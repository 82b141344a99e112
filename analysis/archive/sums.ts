import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFile } from '../../results/files/hash-file.ts';
import { listFiles } from './list-files.ts';

export const sumsName = 'SHA256SUMS';

/** Directory → the text of its SHA256SUMS, over every file but itself, for `sha256sum -c`. */
export async function makeSums(directory: string): Promise<string> {
  const files = (await listFiles(directory)).filter((name) => name !== sumsName);
  const lines: string[] = [];
  for (const name of files) lines.push(`${await hashFile(join(directory, name))}  ${name}\n`);
  return lines.join('');
}

export type SumsCheck =
  | { readonly state: 'absent' }
  | { readonly state: 'malformed'; readonly line: string }
  | {
      readonly state: 'checked';
      readonly agreeing: number;
      /** Files that are there and are not what was summed. */
      readonly changed: readonly string[];
      readonly missing: readonly string[];
      /** Files without a sum: made later, or put there. */
      readonly uncovered: readonly string[];
    };

/** Holds the files of a directory against its SHA256SUMS. A sum of a file outside of the directory is malformed. */
export async function checkSums(directory: string): Promise<SumsCheck> {
  const files = await listFiles(directory);
  if (!files.includes(sumsName)) return { state: 'absent' };
  const sums = new Map<string, string>();
  for (const line of (await readFile(join(directory, sumsName), 'utf8')).split('\n')) {
    if (line === '') continue;
    const [, sum, name] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
    if (sum === undefined || name === undefined || !isInside(name)) return { state: 'malformed', line };
    sums.set(name, sum);
  }
  const changed: string[] = [];
  const missing: string[] = [];
  for (const [name, sum] of sums) {
    if (!files.includes(name)) missing.push(name);
    else if ((await hashFile(join(directory, name))) !== sum) changed.push(name);
  }
  const uncovered = files.filter((name) => name !== sumsName && !sums.has(name));
  return {
    state: 'checked',
    agreeing: sums.size - changed.length - missing.length,
    changed,
    missing,
    uncovered,
  };
}

function isInside(name: string): boolean {
  return !name.startsWith('/') && !name.split('/').includes('..');
}
