import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { codeOf } from '../make-folders.ts';

/** A run directory that may be shown: directly in the results folder, with nothing in it that leads elsewhere. */
export interface RunFolder {
  readonly name: string;
  readonly directory: string;
}

export type FoundFolder =
  | { readonly state: 'found'; readonly folder: RunFolder }
  | { readonly state: 'none' }
  | { readonly state: 'outside'; readonly file: string };

/** Files of a run that the viewer reads or hands out, with the type a browser is told: none that it would run. */
export const runFiles = {
  'plan.json': 'application/json; charset=utf-8',
  'environment.json': 'application/json; charset=utf-8',
  'stops.json': 'application/json; charset=utf-8',
  'trials.ndjson': 'text/plain; charset=utf-8',
  'trials.ndjson.gz': 'application/gzip',
  'guest-console.log': 'text/plain; charset=utf-8',
  'report.txt': 'text/plain; charset=utf-8',
} as const;

export type RunFileName = keyof typeof runFiles;

export const runFileNames = Object.keys(runFiles) as readonly RunFileName[];

/** Names of the folders in the results folder, newest first, as their names begin with the time; undefined when it is gone. */
export async function listRunNames(root: string): Promise<readonly string[] | undefined> {
  try {
    const entries = await readdir(root, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map((entry) => entry.name)
      .sort()
      .reverse();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES', 'ESTALE'].includes(codeOf(error))) return undefined;
    throw error;
  }
}

/**
 * The run of that name. A name is looked up among those that are there and never joined to a path, so that no spelling of one leads
 * out of the folder; links in a run directory are followed only within the results folder.
 */
export async function findRunFolder(root: string, name: string): Promise<FoundFolder> {
  const known = (await listRunNames(root))?.find((candidate) => candidate === name);
  if (known === undefined) return { state: 'none' };
  const directory = join(root, known);
  for (const file of runFileNames)
    if ((await checkFile(root, join(directory, file))) === 'outside') return { state: 'outside', file };
  return { state: 'found', folder: { name: known, directory } };
}

/** Whether a file may be opened. What is no regular file, such as a pipe that nobody writes to, counts as outside: reading it never ends. */
export async function checkFile(root: string, path: string): Promise<'inside' | 'outside' | 'absent'> {
  try {
    const [realRoot, real] = [await realpath(root), await realpath(path)];
    return real.startsWith(`${realRoot}${sep}`) && (await stat(real)).isFile() ? 'inside' : 'outside';
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'absent';
    return 'outside';
  }
}
