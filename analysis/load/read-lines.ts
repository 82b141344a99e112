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

/**
 * Lines of a text file, one at a time, of one that ends in `.gz` unpacked, split at "\n" only. node:readline would also split at U+2028, which is legal
 * inside a JSON string and occurs in the stderr of whatever a trial ran.
 */
export async function* readLines(path: string): AsyncGenerator<Line> {
  let number = 0;
  let rest = '';
  for await (const chunk of openText(path)) {
    const pieces = (rest + String(chunk)).split('\n');
    rest = pieces.pop() ?? '';
    for (const text of pieces) {
      number += 1;
      yield { number, text, terminated: true };
    }
  }
  if (rest !== '') yield { number: number + 1, text: rest, terminated: false };
}

function openText(path: string): Readable {
  const file = createReadStream(path, { highWaterMark: chunkBytes });
  if (!path.endsWith('.gz')) return file.setEncoding('utf8');
  const unpacked = createGunzip({ chunkSize: chunkBytes }).setEncoding('utf8');
  // An error of either reaches whoever reads the last one; there is nothing left to do about it here.
  pipeline(file, unpacked, () => {});
  return unpacked;
}
