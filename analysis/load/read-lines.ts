import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

export interface Line {
  readonly number: number;
  readonly text: string;
  /** False for the last line of a file that does not end in a newline. */
  readonly terminated: boolean;
}

const chunkBytes = 1 << 20;
const newline = 0x0a;

/**
 * Lines of a UTF-8 file, one at a time, of one that ends in `.gz` unpacked, split at "\n" only. node:readline would also split at U+2028, which is legal
 * inside a JSON string and occurs in the stderr of whatever a trial ran. Split as bytes, where no other character holds that of a newline:
 * only whole lines become text, and no chunk does.
 */
export async function* readLines(path: string): AsyncGenerator<Line> {
  let number = 0;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of openBytes(path)) {
    const bytes = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer]);
    let begin = 0;
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, begin)) {
      number += 1;
      yield { number, text: bytes.toString('utf8', begin, end), terminated: true };
      begin = end + 1;
    }
    rest = bytes.subarray(begin);
  }
  if (rest.length > 0) yield { number: number + 1, text: rest.toString('utf8'), terminated: false };
}

function openBytes(path: string): Readable {
  const file = createReadStream(path, { highWaterMark: chunkBytes });
  if (!path.endsWith('.gz')) return file;
  const unpacked = createGunzip({ chunkSize: chunkBytes });
  // An error of either reaches whoever reads the last one; there is nothing left to do about it here.
  pipeline(file, unpacked, () => {});
  return unpacked;
}
