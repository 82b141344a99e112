import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { sumsName } from '../../../analysis/archive/sums.ts';
import { findLabRoot } from '../../lab-root.ts';
import { UserError } from '../../user-error.ts';
import { listRunNames } from '../../view/run-folder.ts';
import { makeProgressReader } from '../../view/run-progress.ts';
import { findNamedRun, type NamedRun } from '../stored/named-run.ts';

/**
 * The directory of the run that is to go on: the one that is named, else the newest that has records and not all of them, or no sums, which are
 * written last. Throws UserError when there is none.
 */
export async function findUnfinished(options: NamedRun): Promise<string> {
  if (options.run !== undefined) return findNamedRun(options);
  const runsDirectory = options.results ?? join(findLabRoot(), 'results', 'runs');
  for (const name of (await listRunNames(runsDirectory)) ?? []) {
    const directory = join(runsDirectory, name);
    if (await isUnfinished(directory)) return directory;
  }
  throw new UserError(`no unfinished run in ${runsDirectory}`, {
    hint: 'name one, or another folder with --results; `numa-lab run` makes a new one',
  });
}

async function isUnfinished(directory: string): Promise<boolean> {
  const progress = await makeProgressReader(directory).read();
  if (progress === undefined || progress.done === 0) return false;
  return progress.done < progress.planned || !(await exists(join(directory, sumsName)));
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
