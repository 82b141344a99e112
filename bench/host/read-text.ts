import { readFile } from 'node:fs/promises';

/**
 * Trimmed text of a small file, or undefined when it cannot be read. Files of /sys and /proc come and go with the
 * kernel's configuration and some refuse their reader with EINVAL or EOPNOTSUPP: all of that means "not told".
 */
export async function readText(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch {
    return undefined;
  }
}

/** The word in brackets of a kernel choice file: `always [madvise] never` gives `madvise`. */
export function parseChoice(text: string): string | undefined {
  return /\[([^\]]+)\]/.exec(text)?.[1];
}

/** The value after `name:` in a file of such lines, for example /proc/self/status; undefined without that line. */
export function parseField(text: string, name: string): string | undefined {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${name}:`));
  return line?.slice(name.length + 1).trim();
}
