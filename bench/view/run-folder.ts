import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { isAbsent } from '../is-absent.ts';
import { codeOf } from '../make-folders.ts';

/** A run directory that may be shown: directly in the results folder, with nothing in it that leads elsewhere. */
export interface RunFolder {
  readonly name: string;
  readonly directory: string;
  /** Those of its files that are there. */
  readonly files: readonly RunFileName[];
  /** Changes whenever a file that a report is made of does. */
  readonly print: string;
}

export type FoundFolder =
  | { readonly state: 'found'; readonly folder: RunFolder }
  | { readonly state: 'none' }
  | { readonly state: 'outside'; readonly file: string };

/** Files of a run that the viewer reads or hands out, with the type a browser is given: none that it would run. */
export const runFiles = {
  'plan.json': 'application/json; charset=utf-8',
  'environment.json': 'application/json; charset=utf-8',
  'stops.json': 'application/json; charset=utf-8',
  'resumes.json': 'application/json; charset=utf-8',
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
  return known === undefined ? { state: 'none' } : inspectRunFolder(root, known);
}

/** The same of a name that was just listed. */
export async function inspectRunFolder(root: string, name: string): Promise<FoundFolder> {
  const directory = join(root, name);
  const files = await Promise.all(runFileNames.map((file) => inspectFile(root, join(directory, file))));
  const outside = files.findIndex(({ state }) => state === 'outside');
  if (outside !== -1) return { state: 'outside', file: runFileNames[outside] ?? '' };
  const stamps = files.map((file) => (file.state === 'inside' ? file.stamp : ''));
  return {
    state: 'found',
    folder: {
      ...{ name, directory, print: stamps.join('|') },
      files: runFileNames.filter((_, index) => stamps[index] !== ''),
    },
  };
}

type InspectedFile =
  | { readonly state: 'inside'; readonly stamp: string }
  | { readonly state: 'outside' | 'absent' };

/**
 * Whether a file may be opened. What is no regular file, such as a pipe that nobody writes to, counts as outside: reading it never ends.
 * Looked at often, so that what is no link costs one call.
 */
async function inspectFile(root: string, path: string): Promise<InspectedFile> {
  try {
    let found = await lstat(path);
    if (found.isSymbolicLink()) {
      const [realRoot, real] = [await realpath(root), await realpath(path)];
      if (!real.startsWith(`${realRoot}${sep}`)) return { state: 'outside' };
      found = await stat(real);
    }
    if (!found.isFile()) return { state: 'outside' };
    return { state: 'inside', stamp: `${found.size}:${found.mtimeMs}:${found.ino}` };
  } catch (error) {
    return { state: isAbsent(error) ? 'absent' : 'outside' };
  }
}
