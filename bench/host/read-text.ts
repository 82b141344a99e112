import { readdir, readFile } from 'node:fs/promises';
import { isAbsent } from '../is-absent.ts';
import { limitConcurrency } from '../limit-concurrency.ts';
import { codeOf } from '../make-folders.ts';
import { UserError } from '../user-error.ts';

/**
 * What a small file holds, trimmed. `silent`: there is no such file, or the kernel has nothing to tell in it. `refused`: there is
 * one, and this user may not read it.
 */
export type FoundText =
  | { readonly state: 'text'; readonly text: string }
  | { readonly state: 'silent' }
  | { readonly state: 'refused'; readonly reason: string };

/** What the kernel answers for a file that it shows and will not fill: pressure switched off, no governor, a CPU that has gone. */
const nothingToTell: ReadonlySet<string> = new Set(['EINVAL', 'EOPNOTSUPP', 'ENODEV', 'ENXIO', 'ENODATA']);
const forbidden: ReadonlySet<string> = new Set(['EACCES', 'EPERM']);

/** A machine of 256 CPUs has thousands of files, and a process may have no more than 1024 open. */
const inTurn = limitConcurrency(32);

/**
 * Looks at a file of /sys, /proc or /etc, which come and go with the kernel's configuration. Throws UserError when it is there and
 * cannot be read for another reason than its mode (too many open files, a disk error): that says nothing about the machine.
 */
export async function findText(path: string): Promise<FoundText> {
  try {
    return { state: 'text', text: (await inTurn(() => readFile(path, 'utf8'))).trim() };
  } catch (error) {
    if (isAbsent(error) || nothingToTell.has(codeOf(error))) return { state: 'silent' };
    if (forbidden.has(codeOf(error))) return { state: 'refused', reason: `${path} may not be read` };
    throw cannotRead(path, error);
  }
}

/** The text of a file that decides something; undefined where there is none. Throws UserError for one that cannot be read. */
export async function readText(path: string): Promise<string | undefined> {
  const found = await findText(path);
  if (found.state === 'refused')
    throw new UserError(found.reason, { hint: 'give this user leave to read it' });
  return found.state === 'text' ? found.text : undefined;
}

/** Names in a folder; none where there is no such folder. Throws UserError for one that cannot be read. */
export async function readNames(directory: string): Promise<string[]> {
  try {
    return await inTurn(() => readdir(directory));
  } catch (error) {
    if (isAbsent(error)) return [];
    throw cannotRead(directory, error);
  }
}

const remedies: Readonly<Record<string, string>> = {
  EACCES: 'give this user leave to read it',
  EPERM: 'give this user leave to read it',
  EMFILE: 'allow more open files: ulimit -n',
  ENFILE: 'the whole system has too many open files',
};

/** What to say of a file or folder that the system will not let us read, though it is there. */
export function cannotRead(path: string, error: unknown): UserError {
  // The system's words are followed by call and path: 'EMFILE: too many open files, open ...'.
  const [words] = String(error instanceof Error ? error.message : error).split(', ');
  const hint = remedies[codeOf(error)] ?? 'see whether `cat` can read it';
  return new UserError(`cannot read ${path}: ${words}`, { hint, cause: error });
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
