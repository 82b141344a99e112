import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { parseChecked } from './parse-checked.ts';
import type { LoadProblem } from './run.ts';

export type ReadFormat<T> =
  | { readonly state: 'read'; readonly value: T; readonly text: string }
  | { readonly state: 'absent' }
  | LoadProblem;

/** A file of a run, checked against its format; the message of a problem names file and field. Rejects with errors of the file system, but for a file that is not there. */
export async function readFormat<T>(path: string, format: z.ZodType<T, T>): Promise<ReadFormat<T>> {
  const text = await readIfThere(path);
  if (text === undefined) return { state: 'absent' };
  const checked = parseChecked(text, format);
  if (checked.state === 'valid') return { state: 'read', value: checked.value, text };
  return { state: 'problem', message: `${path}: ${checked.message}`, hint: checked.hint };
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
