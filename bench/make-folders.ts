import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder and what is missing above it; a folder that is there is fine. mkdir with `recursive` never ends below /proc on
 * Node 20, where making a folder fails with ENOENT.
 */
export async function makeFolders(path: string): Promise<void> {
  const missing: string[] = [];
  for (let at = resolve(path); !(await exists(at)); at = dirname(at)) missing.unshift(at);
  for (const folder of missing) {
    try {
      await mkdir(folder);
    } catch (error) {
      // Another process that starts now makes it too.
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

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'it is not writable',
  EPERM: 'it is not writable',
  EROFS: 'it is on a read-only file system',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a part of the path is a file',
  ENOENT: 'no directory can be made there',
  ENAMETOOLONG: 'the path is too long',
  ELOOP: 'its links lead in a circle',
};

/** Why a folder or a file in it cannot be written, in words; undefined for an error that is about something else. */
export function whyNotWritable(error: unknown): string | undefined {
  return reasons[codeOf(error)];
}

/** Errors of a disk or its rights, whatever was being written: never the fault of this program. */
const diskErrors: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM']);

/** What a failed write tells the user: the file where it is known, and why. Undefined for every other error. */
export function describeDiskError(error: unknown): string | undefined {
  if (!(error instanceof Error) || !diskErrors.has(codeOf(error))) return undefined;
  const path = 'dest' in error ? error.dest : 'path' in error ? error.path : undefined;
  return `cannot write ${typeof path === 'string' ? `'${path}'` : 'to the disk'}: ${whyNotWritable(error)}`;
}

/** The system's name of an error, such as ENOENT; empty for what is no system error. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
