import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../make-folders.ts';
import { writeOwnTargets } from '../../run/own-targets.ts';
import { makeRunDirectory, removeRunDirectory, writeRunFile } from '../../run/run-directory.ts';
import type { Say } from '../prepare/prepare-run.ts';
import type { NewRun } from './prepare.ts';

/** The text of plan.json. */
export function renderPlanFile(plan: NewRun['plan']): string {
  return `${JSON.stringify(plan, null, 2)}\n`;
}

/** Does `work` in a run directory of its own, which holds the plan and is taken back when nothing was measured. */
export async function inNewDirectory<T>(
  run: NewRun,
  say: Say,
  work: (directory: string) => Promise<T>,
): Promise<T> {
  const directory = await makeRunDirectory(run.resultsDirectory, run.plan.sections[0]?.machine ?? 'host');
  try {
    await writeRunFile(directory, 'plan.json', renderPlanFile(run.plan), { flush: true });
    await writeOwnTargets(directory, run.ownTargets);
    return await work(directory);
  } catch (error) {
    if (await holdsRecords(directory))
      say(`finished trials are kept in ${directory}; to go on: numa-lab resume ${directory}`);
    throw error;
  } finally {
    if (!(await holdsRecords(directory))) await removeRunDirectory(directory);
  }
}

function holdsRecords(directory: string): Promise<boolean> {
  return stat(join(directory, 'trials.ndjson')).then(
    ({ size }) => size > 0,
    (error) => {
      if (codeOf(error) === 'ENOENT') return false;
      throw error;
    },
  );
}
