import { join } from 'node:path';
import { findRun } from '../../analysis/load/find-run.ts';
import { loadRun } from '../../analysis/load-run.ts';
import type { LoadProblem, Run } from '../../analysis/run.ts';
import { findLabRoot } from '../lab-root.ts';
import { UserError } from '../user-error.ts';
import type { RawOptions } from './command-table.ts';

/** The directory that `[run]` and `--results` name: a path, an id, or the newest run. Throws UserError when there is none. */
export async function findNamedRun(options: RawOptions): Promise<string> {
  const runsDirectory = textOption(options.results) ?? join(findLabRoot(), 'results', 'runs');
  const found = await findRun(runsDirectory, textOption(options.run));
  if (found.state === 'problem') throw asUserError(found);
  return found.directory;
}

/** The run in a directory. Throws UserError when its files are missing, broken or newer than this program. */
export async function loadNamedRun(directory: string): Promise<Run> {
  const loaded = await loadRun(directory);
  if (loaded.state === 'problem') throw asUserError(loaded);
  return loaded.run;
}

export function textOption(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function asUserError({ message, hint }: LoadProblem): UserError {
  return new UserError(message, { hint });
}
