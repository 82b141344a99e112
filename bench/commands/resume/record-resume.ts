import { rm } from 'node:fs/promises';
import { uptime } from 'node:os';
import { join } from 'node:path';
import { chartsFolder, pageFile } from '../../../analysis/archive/check-drawings.ts';
import { sumsName } from '../../../analysis/archive/sums.ts';
import { reportFile, textFile } from '../../../analysis/archive/verify-run.ts';
import type { Resume } from '../../../results/schema/resumes.ts';
import type { Check } from '../../host/doctor/check.ts';
import { describeCheck } from '../../host/environment.ts';
import { type Identity, readIdentity } from '../../host/host-sources.ts';
import { writeResumes } from '../../run/run-directory.ts';
import type { UnfinishedRun } from './read-unfinished.ts';

/** When and how a run goes on. */
export interface Now {
  readonly nowMs: number;
  readonly uptimeSeconds: number;
  readonly doctor: readonly Check[];
  readonly identity: Identity;
}

/** When, where and after which pause a run goes on. Pure. */
export function makeResume(run: UnfinishedRun, { nowMs, uptimeSeconds, doctor, identity }: Now): Resume {
  const [next] = run.left;
  if (next === undefined) throw new Error('a run with all its records has nothing to resume');
  const last = run.resumes.at(-1);
  const begunMs = Date.parse(last?.resumedUtc ?? run.environment.createdUtc);
  // The file may have been copied since, and clocks be set back: neither may give a negative time.
  const endedMs = Math.min(nowMs, Math.max(begunMs, run.journal.writtenMs ?? begunMs));
  return {
    resumedUtc: new Date(nowMs).toISOString(),
    trial: next.trial,
    earlierSeconds: (last?.earlierSeconds ?? 0) + Math.max(0, endedMs - begunMs) / 1000,
    pauseSeconds: Math.max(0, nowMs - endedMs) / 1000,
    rebooted: nowMs - uptimeSeconds * 1000 > endedMs,
    cutBytes: run.journal.cutBytes,
    doctor: doctor.map((check) => describeCheck(check, identity)),
  };
}

/** Keeps in the run directory that the run goes on, and removes what was made of its records when it was stopped: it will be made again. */
export async function recordResume(run: UnfinishedRun, doctor: readonly Check[]): Promise<Resume> {
  const now = { nowMs: Date.now(), uptimeSeconds: uptime(), doctor, identity: await readIdentity() };
  const resume = makeResume(run, now);
  await writeResumes(run.directory, [...run.resumes, resume]);
  // Its sums first: without them nothing claims that the others are there.
  for (const name of [sumsName, reportFile, textFile, pageFile, chartsFolder])
    await rm(join(run.directory, name), { recursive: true, force: true });
  return resume;
}
