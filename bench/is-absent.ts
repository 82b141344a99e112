import { stat } from 'node:fs/promises';
import { codeOf } from './make-folders.ts';

/** Errors that say that a file is not, or no longer, there: folders may vanish while they are looked at. */
export function isAbsent(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'ESTALE'].includes(codeOf(error));
}

/** Whether there is something at this path. Throws the system's error where that is not known. */
export function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error) => {
      if (isAbsent(error)) return false;
      throw error;
    },
  );
}
