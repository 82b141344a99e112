import { readFile, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { assembleReport, buildReport } from '../../analysis/build-report.ts';
import { findJournal } from '../../analysis/load/find-journal.ts';
import { loadPart, loadRun } from '../../analysis/load-run.ts';
import { joinSpoken, observeRun } from '../../analysis/measures/measure-run.ts';
import { joinParts, measurePart } from '../../analysis/measures/measured-part.ts';
import { ownArms } from '../../analysis/measures/own-arms.ts';
import type { Report } from '../../analysis/report.ts';
import type { LoadProblem, Run } from '../../analysis/run.ts';
import { findResamplingEngine } from './choose-resampling-engine.ts';
import { PartThread } from './part-thread.ts';

/** Journals below it are read sooner than threads start, in bytes. */
const worthThreads = 16 * 2 ** 20;
/** Each thread reads the whole file, whatever part of it is its own. */
const mostParts = 4;

export type LoadedReport =
  | { readonly state: 'made'; readonly report: Report; readonly run: Run }
  | LoadProblem;

/**
 * The report of a run directory, which a long journal's is made of in `parts` threads: the same report in any number. `run` holds core records
 * then. Rejects with the error of the file system where the journal cannot be read.
 */
export async function loadReport(directory: string, parts?: number): Promise<LoadedReport> {
  const count = parts ?? (await choosePartCount(directory));
  const joined = count > 1 ? await loadInParts(directory, count) : undefined;
  if (joined !== undefined) return joined;
  // What is wrong with a journal is said by who reads all of it: the first line that is wrong.
  const loaded = await loadRun(directory);
  if (loaded.state === 'problem') return loaded;
  const report = buildReport(loaded.run, undefined, findResamplingEngine());
  return { state: 'made', report, run: loaded.run };
}

async function choosePartCount(directory: string): Promise<number> {
  const { size } = await stat(await findJournal(directory)).catch(() => ({ size: 0 }));
  if (size < worthThreads || (await hasHypotheses(directory))) return 1;
  return Math.min(availableParallelism(), mostParts);
}

/** They are judged from whole records, which one thread must have. False of a plan that cannot be read: who loads it says so. */
async function hasHypotheses(directory: string): Promise<boolean> {
  try {
    const plan: unknown = JSON.parse(await readFile(join(directory, 'plan.json'), 'utf8'));
    return typeof plan === 'object' && plan !== null && 'hypotheses' in plan;
  } catch {
    return false;
  }
}

/** Undefined where the run must be looked at in one piece. */
async function loadInParts(directory: string, count: number): Promise<LoadedReport | undefined> {
  const others = Array.from(
    { length: count - 1 },
    (_, k) => new PartThread({ directory, count, part: k + 1 }),
  );
  try {
    return await measureTogether(directory, others);
  } finally {
    await Promise.all(others.map((thread) => thread.end()));
  }
}

async function measureTogether(
  directory: string,
  others: readonly PartThread[],
): Promise<LoadedReport | undefined> {
  const own = await loadPart(directory, (plan) => ownArms(plan, others.length + 1, 0));
  if (own.state === 'problem' || own.part.run.plan.hypotheses !== undefined) return undefined;
  const observed = observeRun(own.part.run);
  const spokenOfOthers = await all(others.map((thread) => thread.observed));
  if (spokenOfOthers === undefined) return undefined;
  const spoken = joinSpoken([observed.spoken, ...spokenOfOthers]);
  for (const thread of others) thread.goOn(spoken);
  const first = measurePart(own.part, observed, spoken, findResamplingEngine());
  const rest = await all(others.map((thread) => thread.measured));
  if (rest === undefined) return undefined;
  const { run, measures } = joinParts(own.part.run, [first, ...rest]);
  if (run.journal.records === 0) return undefined;
  return { state: 'made', report: assembleReport(run, measures), run };
}

async function all<T>(answers: readonly Promise<T | undefined>[]): Promise<readonly T[] | undefined> {
  const known = await Promise.all(answers);
  return known.every((answer) => answer !== undefined) ? known : undefined;
}
