import { codeOf } from '../make-folders.ts';

/** Errors that say that a file is not, or no longer, there: folders may vanish while they are looked at. */
export function isAbsent(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'ESTALE'].includes(codeOf(error));
}
