import { stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The journal of a run directory: trials.ndjson, or that packed where there is no other, as in published runs. */
export async function findJournal(directory: string): Promise<string> {
  const plain = join(directory, 'trials.ndjson');
  const packed = `${plain}.gz`;
  return !(await exists(plain)) && (await exists(packed)) ? packed : plain;
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
