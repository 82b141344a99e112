import { stat } from 'node:fs/promises';
import { parseChecked } from '../../../analysis/load/parse-checked.ts';
import { readLines } from '../../../analysis/load/read-lines.ts';
import { type TrialRecord, trialRecord } from '../../../results/schema/trial.ts';
import { codeOf } from '../../make-folders.ts';
import { UserError } from '../../user-error.ts';

export interface ReadJournal {
  readonly records: readonly TrialRecord[];
  /** Length of the lines that are whole. */
  readonly wholeBytes: number;
  /** What follows them: a line that a kill cut short. Even a whole record is none without its newline, since its trial had not ended for the run. */
  readonly cutBytes: number;
  /** When the file was last written to; null where there is none. */
  readonly writtenMs: number | null;
}

/** Reads the journal of a run that is to go on. Throws UserError, naming the line, for a whole line that is no record. */
export async function readWholeLines(path: string): Promise<ReadJournal> {
  const file = await stat(path).catch((error) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (file === undefined) return { records: [], wholeBytes: 0, cutBytes: 0, writtenMs: null };
  const records: TrialRecord[] = [];
  let [wholeBytes, cutBytes] = [0, 0];
  for await (const { number, bytes, terminated } of readLines(path)) {
    if (!terminated) {
      cutBytes = bytes.length;
      break;
    }
    wholeBytes += bytes.length + 1;
    const checked = parseChecked(bytes.toString('utf8'), trialRecord);
    if (checked.state === 'invalid')
      throw new UserError(`${path} line ${number}: ${checked.message}`, { hint: checked.hint });
    records.push(checked.value);
  }
  return { records, wholeBytes, cutBytes, writtenMs: file.mtimeMs };
}
