import { hashFile } from '../../results/files/hash-file.ts';
import { cannotRead } from '../host/read-text.ts';
import { isAbsent } from '../is-absent.ts';

/** SHA-256 of a file's content, hexadecimal; undefined where there is none. Throws UserError for one that cannot be read. */
export async function hashIfPresent(path: string): Promise<string | undefined> {
  try {
    return await hashFile(path);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw cannotRead(path, error);
  }
}
