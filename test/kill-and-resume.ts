import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type TrialRecord, trialRecord } from '../results/schema/trial.ts';
import { type KillableLab, makeKillableLab } from './killable-lab.ts';

export interface KillRequest {
  /** After `numa-lab run`, of one that takes seconds, with its seed. */
  readonly flags: readonly string[];
  readonly kills: number;
  /** Of the moments. */
  readonly seed: number;
  /** Empty, and there for this alone. */
  readonly folder: string;
}

export interface KillOutcome {
  readonly kills: number;
  /** How far the kills found their run, and how many each. */
  readonly found: Readonly<Record<string, number>>;
  /** Runs that were killed and ended as the one that nobody killed. */
  readonly ended: number;
  /** Most times that one run was resumed. */
  readonly mostResumes: number;
  readonly recordsCompared: number;
}

/**
 * Kills runs with SIGKILL at random moments of their life, resumes them and kills them again, until so many kills were made and the last run has
 * ended. Throws for the first record that is lost, doubled, changed or other than in a run that nobody killed, for a refusal, and for a program that
 * lives on.
 */
export async function killAndResume(request: KillRequest): Promise<KillOutcome> {
  const lab = await makeKillableLab(request);
  const reference = await readRecords(lab.reference);
  const found: Record<string, number> = {};
  let [kills, ended, mostResumes, recordsCompared] = [0, 0, 0, 0];
  for (let round = 0; kills < request.kills; round += 1) {
    const results = join(request.folder, `round-${round}`);
    const life = await live(lab, results, request.kills - kills, reference.length);
    kills += life.found.length;
    for (const state of life.found) found[state] = (found[state] ?? 0) + 1;
    if (life.directory === undefined) continue;
    await checkSame(lab.reference, life.directory);
    // Of one: drawing every chart again takes longer than the run.
    if (ended === 0) await lab.verify(life.directory);
    mostResumes = Math.max(mostResumes, life.resumes);
    if (life.found.length > 0) {
      ended += 1;
      recordsCompared += reference.length;
    }
    await rm(results, { recursive: true });
  }
  return { kills, found, ended, mostResumes, recordsCompared };
}

interface Life {
  /** What every kill found. */
  readonly found: readonly string[];
  readonly resumes: number;
  /** Undefined when there was nothing to go on with. */
  readonly directory: string | undefined;
}

/** One run from its beginning to its end, killed at most so many times in between. */
async function live(lab: KillableLab, results: string, mostKills: number, trials: number): Promise<Life> {
  const found: string[] = [];
  let [started, resumes, journal] = [lab.run(results), 0, ''];
  for (;;) {
    const isKilled = found.length < mostKills && (await lab.killLater(started, results));
    if (!isKilled) {
      const { code, stderr } = await started.exit;
      if (code !== 0) throw new Error(`exit ${code} after ${found.join(', ')}: ${stderr}`);
      return { found, resumes, directory: await lab.findRun(results) };
    }
    const directory = await lab.findRun(results);
    const state = directory === undefined ? 'no run directory' : await describeState(directory, trials);
    found.push(state);
    if (directory === undefined) return { found, resumes, directory };
    if (state === notMeasured) {
      await lab.expectRefusal(directory, 'before anything was measured');
      return { found, resumes, directory: undefined };
    }
    journal = await checkGrown(directory, journal);
    if (state === 'ended') return { found, resumes, directory };
    started = lab.resume(directory);
    resumes += 1;
  }
}

const notMeasured = 'no environment.json';

async function describeState(directory: string, trials: number): Promise<string> {
  if ((await readIfThere(join(directory, 'environment.json'))) === undefined) return notMeasured;
  const records = (await readWhole(directory)).split('\n').length - 1;
  if (records === 0) return 'no record';
  if (records < trials) return 'some records';
  return (await readIfThere(join(directory, 'SHA256SUMS'))) === undefined ? 'all records' : 'ended';
}

/** What a journal held once it holds for ever. Answers what it holds now. */
async function checkGrown(directory: string, before: string): Promise<string> {
  const now = await readWhole(directory);
  if (!now.startsWith(before)) throw new Error(`the journal of ${directory} lost or changed a record`);
  return now;
}

/** Lines that have their newline. */
async function readWhole(directory: string): Promise<string> {
  const text = (await readIfThere(join(directory, 'trials.ndjson'))) ?? '';
  return text.slice(0, text.lastIndexOf('\n') + 1);
}

async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

/** Same plan, every record of it once and in its order, and in each what belongs to the seed. */
async function checkSame(reference: string, directory: string): Promise<void> {
  const plans = await Promise.all(
    [reference, directory].map((one) => readFile(join(one, 'plan.json'), 'utf8')),
  );
  if (plans[0] !== plans[1]) throw new Error(`${directory} has another plan than ${reference}`);
  const [wanted, got] = [await readRecords(reference), await readRecords(directory)];
  if (wanted.length !== got.length)
    throw new Error(`${directory} has ${got.length} records, not ${wanted.length}`);
  for (const [index, record] of wanted.entries()) {
    const [a, b] = [describeWork(record), describeWork(got[index])];
    if (isDeepStrictEqual(a, b)) continue;
    throw new Error(`${directory}: record ${index + 1} is ${JSON.stringify(b)}, not ${JSON.stringify(a)}`);
  }
}

/** On a host the kernel places pages as it likes; in a guest that began in the same state their nodes belong to the seed. */
function describeWork(record: TrialRecord | undefined) {
  if (record === undefined) return undefined;
  const { trial, block, arm, seed, machine, state } = record;
  const counts =
    record.state === 'completed'
      ? record.processes.map(({ counts: { check, operations, placement } }) =>
          machine === 'virtual' ? { check, operations, placement } : { check, operations },
        )
      : [];
  return { trial, block, arm, seed, machine, state, counts };
}

async function readRecords(directory: string): Promise<readonly TrialRecord[]> {
  const lines = (await readFile(join(directory, 'trials.ndjson'), 'utf8')).trimEnd().split('\n');
  return lines.map((line) => trialRecord.parse(JSON.parse(line)));
}
