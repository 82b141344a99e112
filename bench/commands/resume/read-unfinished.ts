import { createHash } from 'node:crypto';
import { basename, join, resolve } from 'node:path';
import type { z } from 'zod';
import { checkSums } from '../../../analysis/archive/sums.ts';
import { findJournal } from '../../../analysis/load/find-journal.ts';
import { readFormat } from '../../../analysis/load/read-format.ts';
import { type Environment, environment } from '../../../results/schema/environment.ts';
import { type Stop, stops } from '../../../results/schema/family.ts';
import { type Plan, type PlannedTrial, plan } from '../../../results/schema/plan.ts';
import { type Resume, resumes } from '../../../results/schema/resumes.ts';
import { findRemainingTrials } from '../../run/find-remaining-trials.ts';
import { UserError } from '../../user-error.ts';
import { asUserError } from '../stored/named-run.ts';
import { type ReadJournal, readWholeLines } from './read-whole-lines.ts';

/** A run as a kill or Ctrl-C left it. */
export interface UnfinishedRun {
  readonly id: string;
  readonly directory: string;
  readonly plan: Plan;
  readonly environment: Environment;
  readonly stops: readonly Stop[];
  readonly resumes: readonly Resume[];
  readonly journal: ReadJournal;
  /** Empty when only the report is missing. */
  readonly left: readonly PlannedTrial[];
}

/** Written last of all, over every file. */
const sumsOf = ['plan.json', 'environment.json', 'stops.json', 'resumes.json', 'trials.ndjson'];

/** Reads a run that is to go on, and writes nothing. Throws UserError for one that cannot: finished, edited, of another format, without a trial. */
export async function readUnfinished(directory: string): Promise<UnfinishedRun> {
  const id = basename(resolve(directory));
  const refuse = (reason: string, hint: string) => new UserError(`cannot resume ${id}: ${reason}`, { hint });
  const read = <T>(name: string, format: z.ZodType<T, T>) => readFile(directory, name, format);
  const planned = await read('plan.json', plan);
  if (planned === undefined) throw refuse('it holds no plan.json', 'name a folder or an id of results/runs');
  const again = `run again: numa-lab run ${planned.value.flags?.join(' ') ?? ''}`.trimEnd();
  const recorded = await read('environment.json', environment);
  if (recorded === undefined) throw refuse('it was killed before anything was measured', again);
  checkOrigin(recorded.value, planned.text, (reason) => refuse(reason, again));
  if (!(await findJournal(directory)).endsWith('.ndjson'))
    throw refuse('its journal is packed, as of a published run', again);
  const [stopped, resumed] = [await read('stops.json', stops), await read('resumes.json', resumes)];
  const journal = await readWholeLines(join(directory, 'trials.ndjson'));
  const rest = findRemainingTrials(planned.value, journal.records, stopped?.value.stops ?? []);
  if (rest.state === 'mismatch') throw refuse(`it was edited: ${rest.reason}`, again);
  const sums = await checkSums(directory);
  if (sums.state === 'checked') {
    const changed = [...sums.changed, ...sums.missing].find((name) => sumsOf.includes(name));
    if (changed !== undefined) throw refuse(`it was edited: SHA256SUMS does not fit ${changed}`, again);
    if (rest.left.length === 0) throw refuse('it is finished', `see it with: numa-lab report ${id}`);
  }
  return {
    ...{ id, directory, journal },
    plan: planned.value,
    environment: recorded.value,
    stops: stopped?.value.stops ?? [],
    resumes: resumed?.value.resumes ?? [],
    left: rest.left,
  };
}

/** Undefined for a file that is not there. */
async function readFile<T>(
  directory: string,
  name: string,
  format: z.ZodType<T, T>,
): Promise<{ readonly value: T; readonly text: string } | undefined> {
  const read = await readFormat(join(directory, name), format);
  if (read.state === 'problem') throw asUserError(read);
  return read.state === 'absent' ? undefined : read;
}

function checkOrigin(
  { lab, planSha256 }: Environment,
  planText: string,
  refuse: (reason: string) => UserError,
): void {
  if (lab.codeSha256 === undefined || planSha256 === undefined)
    throw refuse(`it was made by a numa-lab (${lab.version}) that did not record what it takes`);
  if (createHash('sha256').update(planText).digest('hex') !== planSha256)
    throw refuse('it was edited: plan.json is not the plan that environment.json names');
}
