import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

export interface Line {
  readonly number: number;
  /** UTF-8, without the newline: decoded by who wants the line. */
  readonly bytes: Buffer;
  /** False for the last line of a file that does not end in a newline. */
  readonly terminated: boolean;
}

const chunkBytes = 1 << 18;
const newline = 0x0a;

/**
 * Lines of a text file, one at a time, of one that ends in `.gz` unpacked, split at "\n" only. node:readline would also split at U+2028, which is legal
 * inside a JSON string and occurs in the stderr of whatever a trial ran.
 */
export async function* readLines(path: string): AsyncGenerator<Line> {
  let number = 0;
  let rest: Buffer[] = [];
  for await (const chunk of openBytes(path)) {
    const bytes: Buffer = chunk;
    let begin = 0;
    for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, begin)) {
      const line = bytes.subarray(begin, end);
      number += 1;
      yield { number, bytes: rest.length === 0 ? line : Buffer.concat([...rest, line]), terminated: true };
      rest = [];
      begin = end + 1;
    }
    if (begin < bytes.length) rest.push(bytes.subarray(begin));
  }
  if (rest.length > 0) yield { number: number + 1, bytes: Buffer.concat(rest), terminated: false };
}

function openBytes(path: string): Readable {
  const file = createReadStream(path, { highWaterMark: chunkBytes });
  if (!path.endsWith('.gz')) return file;
  const unpacked = createGunzip({ chunkSize: chunkBytes });
  // An error of either reaches whoever reads the last one; there is nothing left to do about it here.
  pipeline(file, unpacked, () => {});
  return unpacked;
}
