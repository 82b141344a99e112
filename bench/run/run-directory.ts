import { randomBytes } from 'node:crypto';
import { access, constants, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { UserError } from '../user-error.ts';

const mostAttempts = 10;

/**
 * Makes the directory of a new run, `<utc>-<machine>-<id>`, inside the results folder, which is made when missing. mkdir is
 * atomic: two runs never get the same one. Throws UserError when it cannot be written.
 */
export async function makeRunDirectory(
  resultsDirectory: string,
  machine: 'host' | 'virtual',
  now: Date = new Date(),
): Promise<string> {
  await checkResultsDirectory(resultsDirectory);
  const utc = now.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  for (let attempt = 1; ; attempt += 1) {
    const id = randomBytes(3).toString('hex');
    const directory = join(resultsDirectory, `${utc}-${machine}-${id}`);
    try {
      await mkdir(directory);
      return directory;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' || attempt === mostAttempts) throw asUserError(resultsDirectory, error);
    }
  }
}

/** Makes the results folder when it is missing. Throws UserError when run directories cannot be made in it. */
export async function checkResultsDirectory(resultsDirectory: string): Promise<void> {
  try {
    await makeDirectories(resolve(resultsDirectory));
    // With the dot a file is ENOTDIR.
    await access(`${resultsDirectory}/.`, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw asUserError(resultsDirectory, error);
  }
}

/** mkdir with `recursive` never ends below /proc on Node 20, where making a directory fails with ENOENT. */
async function makeDirectories(path: string): Promise<void> {
  const missing: string[] = [];
  for (let at = path; !(await exists(at)); at = dirname(at)) missing.unshift(at);
  for (const directory of missing) {
    try {
      await mkdir(directory);
    } catch (error) {
      // Another run that starts now makes it too.
      if (codeOf(error) !== 'EEXIST') throw error;
    }
  }
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error) => {
      if (codeOf(error) === 'ENOENT') return false;
      throw error;
    },
  );
}

function asUserError(resultsDirectory: string, error: unknown): unknown {
  const why: Record<string, string> = {
    EACCES: 'it is not writable',
    EPERM: 'it is not writable',
    EROFS: 'it is on a read-only file system',
    ENOSPC: 'the disk is full',
    ENOTDIR: 'a part of the path is a file',
    ENOENT: 'no directory can be made there',
  };
  const reason = why[codeOf(error)];
  if (reason === undefined) return error;
  return new UserError(`cannot keep results in '${resultsDirectory}': ${reason}`, {
    hint: 'name another folder with --results',
    cause: error,
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Writes a file of the run so that it is there whole or not at all. */
export async function writeRunFile(directory: string, name: string, text: string): Promise<void> {
  const unfinished = join(directory, `.${name}.unfinished`);
  await writeFile(unfinished, text);
  await rename(unfinished, join(directory, name));
}

/** Takes back a run directory in which nothing has been measured. */
export async function removeRunDirectory(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
}
