import { randomBytes } from 'node:crypto';
import { access, constants, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stop } from '../../results/schema/family.ts';
import { schemaVersion } from '../../results/schema/primitives.ts';
import type { Resume } from '../../results/schema/resumes.ts';
import { codeOf, makeFolders, whyNotWritable } from '../make-folders.ts';
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
    await makeFolders(resultsDirectory);
    // With the dot a file is ENOTDIR.
    await access(`${resultsDirectory}/.`, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw asUserError(resultsDirectory, error);
  }
}

function asUserError(resultsDirectory: string, error: unknown): unknown {
  const reason = whyNotWritable(error);
  if (reason === undefined) return error;
  return new UserError(`cannot keep results in '${resultsDirectory}': ${reason}`, {
    hint: 'name another folder with --results',
    cause: error,
  });
}

/**
 * Writes a file of the run so that it is there whole or not at all. `flush`: also when the machine loses its power, for what cannot be made from
 * the records again.
 */
export async function writeRunFile(
  directory: string,
  name: string,
  text: string,
  { flush = false }: { readonly flush?: boolean } = {},
): Promise<void> {
  const unfinished = join(directory, `.${name}.unfinished`);
  await writeFile(unfinished, text, { flush });
  await rename(unfinished, join(directory, name));
}

/** Keeps that a section ended before its last block by the plan's own rule: what it gave up is not missing. */
export async function writeStop(directory: string, stop: Stop): Promise<void> {
  const text = JSON.stringify({ schema: schemaVersion, stops: [stop] }, null, 2);
  await writeRunFile(directory, 'stops.json', `${text}\n`, { flush: true });
}

/** Adds that the run goes on to the times that it did before. */
export async function writeResumes(directory: string, all: readonly Resume[]): Promise<void> {
  const text = JSON.stringify({ schema: schemaVersion, resumes: all }, null, 2);
  await writeRunFile(directory, 'resumes.json', `${text}\n`, { flush: true });
}

/** Takes back a run directory in which nothing has been measured. */
export async function removeRunDirectory(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
}
