import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { cannotRead } from '../host/read-text.ts';
import { isAbsent } from '../is-absent.ts';

/** SHA-256 of a file's content, hexadecimal; undefined where there is none. Throws UserError for one that cannot be read. */
export async function hashFile(path: string): Promise<string | undefined> {
  try {
    // In pieces: a saved guest has hundreds of megabytes.
    const hash = createHash('sha256');
    for await (const piece of createReadStream(path, { highWaterMark: 2 ** 20 })) hash.update(piece);
    return hash.digest('hex');
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw cannotRead(path, error);
  }
}
