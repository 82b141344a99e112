import { type FileHandle, open } from 'node:fs/promises';
import type { TrialRecord } from '../../results/schema/trial.ts';

/** Where records go, one JSON line each. What was appended survives a crash of the lab and of the machine. */
export interface Journal {
  readonly append: (record: TrialRecord) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Opens a journal that does not exist yet; rejects when it does. */
export async function openJournal(path: string): Promise<Journal> {
  return makeJournal(await open(path, 'ax', 0o644));
}

/** Opens the journal of a run that goes on, and cuts off what follows its first `bytes`: a line that a kill cut short. */
export async function reopenJournal(path: string, bytes: number): Promise<Journal> {
  const file = await open(path, 'a', 0o644);
  try {
    await file.truncate(bytes);
    await file.datasync();
  } catch (error) {
    await file.close();
    throw error;
  }
  return makeJournal(file);
}

function makeJournal(file: FileHandle): Journal {
  return {
    append: (record) => appendLine(file, `${JSON.stringify(record)}\n`),
    close: () => file.close(),
  };
}

/** One write for the whole line, then to the disk: what a trial cost is worth more than a millisecond. */
async function appendLine(file: FileHandle, line: string): Promise<void> {
  await file.appendFile(line);
  await file.datasync();
}
