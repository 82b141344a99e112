import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { stops } from '../../results/schema/family.ts';
import { type Plan, plan } from '../../results/schema/plan.ts';
import { isAbsent } from '../is-absent.ts';
import { makeJournalReader } from './journal-reader.ts';

/** How far a run is. `going on` is a guess from its files: only the lab that runs it knows. */
export interface RunProgress {
  readonly state: 'going on' | 'ended';
  readonly done: number;
  /** Without what the plan gave up when it ended a section. */
  readonly planned: number;
  /** Where the newest trial belongs; null before the first. */
  readonly at: {
    readonly section: number;
    readonly sections: number;
    readonly machine: string;
    readonly block: number;
    readonly blocks: number;
  } | null;
  /** Since the last record, in whole steps of ten seconds; of a run that has ended 0. */
  readonly quietSeconds: number;
  /** Changes when there is more to report. */
  readonly version: string;
}

export interface ProgressReader {
  /** Without reading the journal. */
  readonly isGoingOn: () => Promise<boolean>;
  /** Undefined when there is no plan, or none that this version reads. */
  readonly read: () => Promise<RunProgress | undefined>;
}

/** What a machine may need between two trials beside the trial itself: a guest has to boot. */
const patienceMs = 120_000;

/** Follows a run directory; each reading looks only at what the journal has grown by. */
export function makeProgressReader(directory: string, now: () => number = Date.now): ProgressReader {
  const journal = makeJournalReader(join(directory, 'trials.ndjson'));
  let known: Plan | undefined;
  /** Null for a run that has ended. */
  const readQuietMs = async () => {
    if (await isClosed(directory)) return null;
    known ??= await readPlan(directory);
    const quietMs = now() - (await newestMs(directory));
    return known === undefined || quietMs > known.trialTimeoutMs + patienceMs ? null : quietMs;
  };
  return {
    isGoingOn: async () => (await readQuietMs()) !== null,
    read: async () => {
      known ??= await readPlan(directory);
      if (known === undefined) return undefined;
      // First, so that a run that ends in between is seen to have ended only with all of its records.
      const quietMs = await readQuietMs();
      const state = quietMs === null ? 'ended' : 'going on';
      const quietSeconds = 10 * Math.max(0, Math.floor((quietMs ?? 0) / 10_000));
      const { trials, newest, bytes } = await journal.read();
      const planned = await countPlanned(directory, known);
      const version = `${bytes}-${planned}-${state === 'ended' ? 1 : 0}`;
      return { state, done: trials, planned, at: rowKeyOf(known, newest), quietSeconds, version };
    },
  };
}

/** The lab writes the report when a run has ended, complete or not, and journals are packed later still. */
async function isClosed(directory: string): Promise<boolean> {
  const [report, packed] = ['report.txt', 'trials.ndjson.gz'].map((name) =>
    modifiedMs(join(directory, name)),
  );
  return (await report) !== undefined || (await packed) !== undefined;
}

/** When something was last written: a run that was killed leaves no report, and falls silent. */
async function newestMs(directory: string): Promise<number> {
  const touched = ['trials.ndjson', 'plan.json'].map((name) => modifiedMs(join(directory, name)));
  return Math.max(...(await Promise.all(touched)).map((ms) => ms ?? 0));
}

async function readPlan(directory: string): Promise<Plan | undefined> {
  const text = await readText(join(directory, 'plan.json'));
  return text === undefined ? undefined : plan.safeParse(parseJson(text)).data;
}

async function countPlanned(directory: string, run: Plan): Promise<number> {
  const text = await readText(join(directory, 'stops.json'));
  const ended = text === undefined ? undefined : stops.safeParse(parseJson(text)).data;
  return run.sections.reduce((sum, { trials }, index) => {
    const stop = ended?.stops.find(({ section }) => section === index);
    return sum + (stop === undefined ? trials : trials.filter(({ block }) => block <= stop.blocks)).length;
  }, 0);
}

function rowKeyOf(run: Plan, trial: number | null): RunProgress['at'] {
  if (trial === null) return null;
  for (const [index, section] of run.sections.entries()) {
    const planned = section.trials.find((candidate) => candidate.trial === trial);
    if (planned === undefined) continue;
    return {
      section: index + 1,
      sections: run.sections.length,
      machine: section.machine,
      block: planned.block,
      blocks: section.blocks,
    };
  }
  return null;
}

async function readText(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error) => {
    if (isAbsent(error)) return undefined;
    throw error;
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function modifiedMs(path: string): Promise<number | undefined> {
  return stat(path).then(
    (found) => found.mtimeMs,
    (error) => {
      if (isAbsent(error)) return undefined;
      throw error;
    },
  );
}
