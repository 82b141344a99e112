import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { findJournal } from './find-journal.ts';
import type { LoadProblem } from './run.ts';

export type FoundRun = { readonly state: 'found'; readonly directory: string } | LoadProblem;

/**
 * The directory of a run: a path as it is, a folder name of `runsDirectory`, or the unique end of one (the id).
 * Without `wanted` the newest that holds a record: a run that was killed before has left a directory too. Names begin with the time
 * in UTC, so that the last name is the newest run.
 */
export async function findRun(runsDirectory: string, wanted: string | undefined): Promise<FoundRun> {
  if (wanted !== undefined && (await isDirectory(wanted))) return { state: 'found', directory: wanted };
  const names = await runNames(runsDirectory);
  if (wanted === undefined || wanted === 'latest') {
    for (const directory of names.map((name) => join(runsDirectory, name)).reverse())
      if (await holdsRecords(directory)) return { state: 'found', directory };
    const what = names.length === 0 ? 'no run' : 'no run with a finished trial';
    return problem(`${what} in ${runsDirectory}`, 'make one with: numa-lab run');
  }
  const matches = names.filter((name) => name === wanted || name.endsWith(`-${wanted}`));
  const [match] = matches;
  if (match !== undefined && matches.length === 1) {
    return { state: 'found', directory: join(runsDirectory, match) };
  }
  const newest = names.slice(-3).reverse().join(', ');
  const known = newest === '' ? 'there is none yet' : `the newest are ${newest}`;
  const count = matches.length === 0 ? 'no run' : `${matches.length} runs`;
  return problem(`${count} called '${wanted}' in ${runsDirectory}`, `name a run directory; ${known}`);
}

async function runNames(runsDirectory: string): Promise<readonly string[]> {
  const entries = await readdir(runsDirectory, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .sort();
}

async function holdsRecords(directory: string): Promise<boolean> {
  const journal = await stat(await findJournal(directory)).catch(() => undefined);
  return journal !== undefined && journal.size > 0;
}

async function isDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function problem(message: string, hint: string): LoadProblem {
  return { state: 'problem', message, hint };
}
