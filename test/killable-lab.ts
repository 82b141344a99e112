import { mkdir, readdir, rm, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cacheDirectory } from '../bench/cache-directory.ts';
import { findProcesses, waitUntil } from '../bench/machine/guest/testing/find-processes.ts';
import { makeRandom } from '../bench/machine/guest/testing/seeded-random.ts';
import type { KillRequest } from './kill-and-resume.ts';
import { type StartedLab, startLab } from './run-lab.ts';

/** The lab with a cache of its own, so that its programs are known by their paths, and a run of the request that nobody killed. */
export interface KillableLab {
  /** Its directory. */
  readonly reference: string;
  readonly run: (results: string) => StartedLab;
  readonly resume: (directory: string) => StartedLab;
  /**
   * Kills at a random moment: one time in three of a life as long as the reference's, else of its trials once this start has a record of its own, since
   * starting and reporting take longer than they do. False when it had ended by then. Throws for a program that lives on.
   */
  readonly killLater: (started: StartedLab, results: string) => Promise<boolean>;
  /** The run directory in a results folder. */
  readonly findRun: (results: string) => Promise<string | undefined>;
  readonly expectRefusal: (directory: string, reason: string) => Promise<void>;
  readonly verify: (directory: string) => Promise<void>;
}

/** What takes minutes to make and is only read. */
const shared = ['kernels', 'libraries', 'sources', 'targets', 'toolchains'];
const orphanLimitMs = 10_000;

export async function makeKillableLab({ flags, seed, folder }: KillRequest): Promise<KillableLab> {
  const cache = join(folder, 'cache');
  await mkdir(cache);
  for (const name of shared) await symlink(join(cacheDirectory(), name), join(cache, name));
  const start = (args: readonly string[]) => startLab(args, { ...process.env, NUMA_LAB_CACHE: cache });
  const run = (results: string) => start(['run', ...flags, '--results', results]);
  // A guest is booted once, and not in the life that is measured.
  await expectSuccess(run(join(folder, 'first')));
  const begin = performance.now();
  await expectSuccess(run(join(folder, 'reference')));
  const lifeMs = Math.round(performance.now() - begin);
  const reference = (await findRun(join(folder, 'reference'))) ?? 'none';
  const moments = makeMoments(seed, { lifeMs, trialsMs: await measureTrials(reference) });
  return {
    ...{ reference, run, findRun },
    resume: (directory) => start(['resume', directory]),
    killLater: async (started, results) => {
      if (!(await moments.next(started, results)) || !started.process.kill('SIGKILL')) return false;
      await started.exit;
      await waitUntil(() => findProcesses(cache).length === 0, orphanLimitMs);
      // Else the next one waits until it is stale, which takes 15 s.
      await rm(join(cache, 'run.lock'), { recursive: true, force: true });
      return true;
    },
    expectRefusal: async (directory, reason) => {
      const { code, stderr } = await start(['resume', directory]).exit;
      if (code !== 2 || !stderr.includes(reason))
        throw new Error(`exit ${code} without '${reason}': ${stderr}`);
    },
    verify: (directory) => expectSuccess(start(['verify', directory])),
  };
}

/** Waits until a random moment in the life of a lab; answers false when it ends before. */
function makeMoments(
  seed: number,
  { lifeMs, trialsMs }: { readonly lifeMs: number; readonly trialsMs: number },
) {
  const random = makeRandom(seed);
  let count = 0;
  return {
    next: async (started: StartedLab, results: string): Promise<boolean> => {
      const isOfTrials = count % 3 !== 0;
      count += 1;
      const before = isOfTrials ? await journalBytes(results) : -1;
      while (isRunning(started) && (await journalBytes(results)) <= before) await sleep(5);
      const waited = new AbortController();
      const moment = sleep(random(isOfTrials ? trialsMs : lifeMs), true, waited);
      const isDue = await Promise.race([moment.catch(() => false), started.exit.then(() => false)]);
      waited.abort();
      return isDue;
    },
  };
}

function isRunning({ process: { exitCode, signalCode } }: StartedLab): boolean {
  return exitCode === null && signalCode === null;
}

async function findRun(results: string): Promise<string | undefined> {
  const [name] = await readdir(results).catch(() => []);
  return name === undefined ? undefined : join(results, name);
}

async function journalBytes(results: string): Promise<number> {
  const directory = await findRun(results);
  if (directory === undefined) return 0;
  return stat(join(directory, 'trials.ndjson')).then(
    ({ size }) => size,
    () => 0,
  );
}

/** From the record of the environment, which is written right before them, to the last record. */
async function measureTrials(directory: string): Promise<number> {
  const [begin, end] = await Promise.all(
    ['environment.json', 'trials.ndjson'].map(async (name) => (await stat(join(directory, name))).mtimeMs),
  );
  return Math.max(1, Math.round((end ?? 0) - (begin ?? 0)));
}

async function expectSuccess({ exit }: StartedLab): Promise<void> {
  const { code, stdout, stderr } = await exit;
  if (code !== 0) throw new Error(`exit ${code}: ${stdout}${stderr}`);
}
