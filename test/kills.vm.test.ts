import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type KillOutcome, killAndResume } from './kill-and-resume.ts';

const usualKills = 12;
/** Kills in all, three in four of them over host runs, which take less: NUMA_LAB_KILLS=100 makes more of them than every test run can wait for. */
const kills = Number(process.env.NUMA_LAB_KILLS ?? usualKills);
const seed = Number(process.env.NUMA_LAB_KILL_SEED ?? 1);
const secondsOfKill = 60;

const work = ['--quick', '--seed', '7', '--targets', 'glibc', '--workloads', 'churn'];
const small = ['--threads', '2', '--set', 'churn.sizes=fixed:64'];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'numa-lab-kill-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test.each([
  ['host', Math.ceil(kills * 0.75), ['--machine', 'host', '--nodes', '0', '--blocks', '5']],
  ['virtual', Math.floor(kills * 0.25), ['--machine', 'virtual', '--blocks', '2', '--set', 'churn.turn=16']],
] as const)(
  'a %s run that is killed %i times in all, resumed each time, is the run that nobody killed',
  async (machine, share, where) => {
    const own = await mkdtemp(join(folder, `${machine}-`));
    const outcome = await killAndResume({
      flags: [...work, ...small, ...where],
      kills: share,
      ...{ seed, folder: own },
    });
    expect(outcome.kills).toBe(share);
    if (kills > usualKills) process.stderr.write(`${machine}: ${render(outcome)}\n`);
  },
  Math.max(120, kills * secondsOfKill) * 1000,
);

function render(outcome: KillOutcome): string {
  return JSON.stringify(outcome);
}
