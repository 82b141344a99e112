import { open } from 'node:fs/promises';
import { isAbsent } from '../is-absent.ts';

export interface JournalProgress {
  /** Trials with a record; one that was run again counts once. */
  readonly trials: number;
  /** Number of the trial of the last whole line; null where there is none. */
  readonly newest: number | null;
  readonly bytes: number;
}

export interface JournalReader {
  readonly read: () => Promise<JournalProgress>;
}

const chunkBytes = 1 << 20;
const newline = 0x0a;

/** Counts the trials of a journal that grows, reading each byte once. A last line without its end waits for the rest of it. */
export function makeJournalReader(path: string): JournalReader {
  const trials = new Set<number>();
  let [offset, newest, rest]: [number, number | null, Buffer] = [0, null, Buffer.alloc(0)];
  const takeChunk = (chunk: Buffer) => {
    offset += chunk.length;
    const end = chunk.lastIndexOf(newline);
    if (end === -1) {
      rest = Buffer.concat([rest, chunk]);
      return;
    }
    const whole = Buffer.concat([rest, chunk.subarray(0, end)]).toString('utf8');
    for (const line of whole.split('\n')) {
      const trial = parseTrialNumber(line);
      if (trial === null) continue;
      trials.add(trial);
      newest = trial;
    }
    rest = Buffer.from(chunk.subarray(end + 1));
  };
  const read = async (): Promise<JournalProgress> => {
    await readFrom(path, () => offset, takeChunk);
    return { trials: trials.size, newest, bytes: offset };
  };
  // One reading after the other: two at once would count the same bytes twice.
  let last: Promise<unknown> = Promise.resolve();
  return {
    read: () => {
      const next = last.then(read, read);
      last = next.catch(() => undefined);
      return next;
    },
  };
}

async function readFrom(path: string, offset: () => number, take: (chunk: Buffer) => void): Promise<void> {
  const file = await open(path, 'r').catch((error) => {
    if (isAbsent(error)) return undefined;
    throw error;
  });
  if (file === undefined) return;
  try {
    const buffer = Buffer.alloc(chunkBytes);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, chunkBytes, offset());
      if (bytesRead === 0) return;
      take(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

/** A line that is no record counts for nothing here; what is wrong with it is said by the report. */
function parseTrialNumber(line: string): number | null {
  try {
    const record: unknown = JSON.parse(line);
    const hasNumber = typeof record === 'object' && record !== null && 'trial' in record;
    return hasNumber && typeof record.trial === 'number' ? record.trial : null;
  } catch {
    return null;
  }
}
