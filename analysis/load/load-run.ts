import { basename, join, resolve } from 'node:path';
import type { z } from 'zod';
import { environment } from '../../results/schema/environment.ts';
import { stops } from '../../results/schema/family.ts';
import { plan } from '../../results/schema/plan.ts';
import { resumes } from '../../results/schema/resumes.ts';
import { endAtStops } from './end-at-stops.ts';
import { findJournal } from './find-journal.ts';
import { readFormat } from './read-format.ts';
import { readJournal } from './read-journal.ts';
import type { LoadProblem, LoadResult } from './run.ts';

/**
 * Reads a run directory (plan.json, environment.json, trials.ndjson or trials.ndjson.gz) strictly. What a killed run leaves is loaded and
 * noted in `run.journal`; anything else that does not fit the formats is a problem that names file, line and field.
 */
export async function loadRun(directory: string): Promise<LoadResult> {
  try {
    return await readRun(directory);
  } catch (error) {
    return fileProblem(error, directory);
  }
}

async function readRun(directory: string): Promise<LoadResult> {
  const planRead = await readRequired(join(directory, 'plan.json'), plan);
  if (planRead.state === 'problem') return planRead;
  const environmentRead = await readRequired(join(directory, 'environment.json'), environment);
  if (environmentRead.state === 'problem') return environmentRead;
  const journalPath = await findJournal(directory);
  const journal = await readJournal(journalPath, planRead.value);
  if (journal.state === 'problem') return journal;
  if (journal.journal.records === 0) {
    return problem(`${journalPath} holds no trial: the run ended before its first one did`, 'run again');
  }
  const stopsRead = await readFormat(join(directory, 'stops.json'), stops);
  if (stopsRead.state === 'problem') return stopsRead;
  const resumesRead = await readFormat(join(directory, 'resumes.json'), resumes);
  if (resumesRead.state === 'problem') return resumesRead;
  // Without the file every section ran to its end, or was interrupted.
  const stopped = stopsRead.state === 'read' ? stopsRead.value.stops : [];
  return {
    state: 'loaded',
    run: {
      id: basename(resolve(directory)),
      plan: planRead.value,
      environment: environmentRead.value,
      sections: endAtStops(journal.sections, stopped),
      stops: stopped,
      resumes: resumesRead.state === 'read' ? resumesRead.value.resumes : [],
      journal: journal.journal,
    },
  };
}

async function readRequired<T>(path: string, format: z.ZodType<T, T>) {
  const read = await readFormat(path, format);
  return read.state === 'absent' ? notThere(path) : read;
}

/** Errors of the file system that a user can cause; anything else is a bug and goes on as it came. */
function fileProblem(error: unknown, directory: string): LoadProblem {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const path = error instanceof Error && 'path' in error ? String(error.path) : directory;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return notThere(path);
  }
  if (typeof code === 'string' && code.startsWith('Z_')) {
    return problem(`${directory}: its packed journal is damaged`, 'restore trials.ndjson.gz');
  }
  if (code === 'EACCES' || code === 'EPERM') return problem(`cannot read ${path}`, 'check its permissions');
  if (code === 'EISDIR') return problem(`${path} is a folder, not a file`, 'name a folder of results/runs');
  throw error;
}

function notThere(path: string): LoadProblem {
  return problem(`not a run directory: ${path} does not exist`, 'name a folder or an id of results/runs');
}

function problem(message: string, hint: string): LoadProblem {
  return { state: 'problem', message, hint };
}
