import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { cannotRead } from '../host/read-text.ts';
import { isAbsent } from '../is-absent.ts';

/** SHA-256 of a file's content, hexadecimal; undefined where there is none. Throws UserError for one that cannot be read. */
export async function hashFile(path: string): Promise<string | undefined> {
  try {
    return createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw cannotRead(path, error);
  }
}
