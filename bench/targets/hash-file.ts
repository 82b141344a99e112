import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** SHA-256 of a file's content, hexadecimal; undefined when it cannot be read. */
export async function hashFile(path: string): Promise<string | undefined> {
  try {
    // In pieces: a saved guest has hundreds of megabytes.
    const hash = createHash('sha256');
    for await (const piece of createReadStream(path, { highWaterMark: 2 ** 20 })) hash.update(piece);
    return hash.digest('hex');
  } catch {
    return undefined;
  }
}
