import { join } from 'node:path';
import { findRun } from '../../../analysis/load/find-run.ts';
import { loadRun } from '../../../analysis/load/load-run.ts';
import type { LoadProblem, Run } from '../../../analysis/load/run.ts';
import { findLabRoot } from '../../lab-root.ts';
import { UserError } from '../../user-error.ts';

/** Which run a command is about. */
export interface NamedRun {
  readonly run?: string;
  readonly results?: string | undefined;
}

/** The directory that `[run]` and `--results` name: a path, an id, or the newest run. Throws UserError when there is none. */
export async function findNamedRun({ run, results }: NamedRun): Promise<string> {
  const found = await findRun(results ?? join(findLabRoot(), 'results', 'runs'), run);
  if (found.state === 'problem') throw asUserError(found);
  return found.directory;
}

/** The run in a directory. Throws UserError when its files are missing, broken or newer than this program. */
export async function loadNamedRun(directory: string): Promise<Run> {
  const loaded = await loadRun(directory);
  if (loaded.state === 'problem') throw asUserError(loaded);
  return loaded.run;
}

export function asUserError({ message, hint }: LoadProblem): UserError {
  return new UserError(message, { hint });
}
