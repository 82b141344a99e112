import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Plan } from '../results/schema/plan.ts';
import type { Report } from '../results/schema/report.ts';
import { type CompletedTrial, type TrialRecord, trialRecord } from '../results/schema/trial.ts';
import { type LabExit, runLab, startLab } from './run-lab.ts';

let results: string;
beforeAll(async () => {
  results = await mkdtemp(join(tmpdir(), 'numa-lab-e2e-'));
});
afterAll(async () => {
  await rm(results, { recursive: true, force: true });
});

const virtual = ['run', '--quick', '--machine', 'virtual', '--seed', '5', '--blocks', '1'];

/** Runs into a results folder of its own, which then holds one run. */
async function runInto(
  name: string,
  args: readonly string[],
): Promise<LabExit & { readonly directory: string }> {
  const folder = join(results, name);
  const exit = await runLab([...args, '--results', folder]);
  const [run] = await readdir(folder);
  return { ...exit, directory: join(folder, run ?? 'none') };
}

async function readRecords(directory: string): Promise<TrialRecord[]> {
  const text = await readFile(join(directory, 'trials.ndjson'), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => trialRecord.parse(JSON.parse(line)));
}

const isCompleted = (record: TrialRecord): record is CompletedTrial => record.state === 'completed';

describe('a run of two nodes in a guest', () => {
  const args = [
    ...virtual,
    '--workloads',
    'churn,threads',
    '--targets',
    'musl,glibc',
    '--set',
    'churn.sizes=fixed:64',
  ];
  let first: Awaited<ReturnType<typeof runInto>>;
  let second: Awaited<ReturnType<typeof runInto>>;
  beforeAll(async () => {
    first = await runInto('first', [...args, '--json']);
    second = await runInto('second', args);
  });

  test('ends well and leaves every file of a run', async () => {
    expect(first.stderr).not.toMatch(/failed|skipped/);
    expect([first.code, second.code]).toEqual([0, 0]);
    expect((await readdir(first.directory)).sort()).toEqual([
      'SHA256SUMS',
      'charts',
      'environment.json',
      'guest-console.log',
      'plan.json',
      'report.html',
      'report.json',
      'report.txt',
      'trials.ndjson',
    ]);
    expect(first.stderr).toContain(first.directory);
  });

  test('prints the report as JSON, or its summary, and keeps the whole text in the run directory', async () => {
    const report = JSON.parse(first.stdout) as Report;
    expect(report.findings).toContainEqual(expect.objectContaining({ id: 'C1', verdict: 'supported' }));
    const whole = await readFile(join(second.directory, 'report.txt'), 'utf8');
    const words = (text: string) => text.replaceAll(/\s+/g, ' ');
    const [findings = ''] = words(second.stdout).split('Medians over');
    expect(findings).toMatch(
      /^Findings musl .* 1\. Of a new thread .* 2\. .*; one value, n=1, can show none\./,
    );
    expect(words(whole)).toContain(findings);
    expect(whole.length).toBeGreaterThan(second.stdout.length);
    expect(second.stderr).toContain(join(second.directory, 'report.txt'));
  });

  test('records no time of the guest', async () => {
    expect(await readFile(join(first.directory, 'trials.ndjson'), 'utf8')).not.toMatch(/Ns"|Utc"|"times"/);
  });

  test('finds descriptor, TLS and errno of a thread on its creator, deeper stack on its own node', async () => {
    const plan = JSON.parse(await readFile(join(first.directory, 'plan.json'), 'utf8')) as Plan;
    const trials = (await readRecords(first.directory)).filter(isCompleted);
    for (const target of ['musl', 'glibc']) {
      const arms = plan.sections.flatMap((section) => section.arms);
      const arm = arms.find((one) => one.workload === 'threads' && one.target === target);
      const maps = trials
        .filter((trial) => trial.arm === arm?.id)
        .flatMap((trial) => trial.processes.flatMap(({ counts }) => counts.threadMaps))
        .filter((map) => map.creatorNode === 0 && map.childNode === 1 && map.at === 'end');
      expect(maps.length).toBeGreaterThan(0);
      for (const map of maps) {
        expect([map.descriptor, map.errno, ...map.tls]).toEqual([0, 0, ...map.tls.map(() => 0)]);
        expect(map.stack.at(-1)).toBe(1);
      }
    }
  });

  test('counts no system call of the harness among those of created threads, and knows the policy of their process', async () => {
    const plan = JSON.parse(await readFile(join(first.directory, 'plan.json'), 'utf8')) as Plan;
    const trials = (await readRecords(first.directory)).filter(isCompleted);
    const arms = plan.sections.flatMap((section) => section.arms);
    const creating = arms.filter(({ workload, control }) => workload === 'threads' && !control);
    expect(creating.map(({ target }) => target)).toEqual(['musl', 'glibc']);
    for (const { id } of creating) {
      const counted = trials.find(({ arm }) => arm === id)?.processes[0]?.counts;
      const calls = counted?.counters?.systemCalls;
      if (calls === undefined || 'unavailable' in calls) throw new Error(JSON.stringify(calls));
      expect((calls.other ?? Number.NaN) / (counted?.operations ?? 0)).toBeLessThanOrEqual(0.05);
      expect(counted?.counters?.harnessCalls?.other).toBeGreaterThan(0);
    }
    const policies = trials.flatMap(({ processes }) => processes.map(({ counts }) => counts.memoryPolicy));
    expect(new Set(policies.map((policy) => policy?.mode))).toEqual(new Set(['default']));
  });

  test('is the same with the same seed: plan, check values, and placement where threads do not race', async () => {
    const [a, b] = await Promise.all(
      [first, second].map(async ({ directory }) => ({
        plan: await readFile(join(directory, 'plan.json'), 'utf8'),
        trials: (await readRecords(directory)).filter(isCompleted).map(({ trial, processes }) => ({
          trial,
          work: processes.map(({ counts }) => ({ check: counts.check, placement: counts.placement })),
        })),
      })),
    );
    expect(a?.plan).toBe(b?.plan);
    expect(a?.trials).toEqual(b?.trials);
    expect(a?.trials.flatMap(({ work }) => work.flatMap((one) => one.placement)).length).toBeGreaterThan(0);
  });
});

test.each([4, 8])('first touch decides where pages lie on each of %d nodes', async (nodeCount) => {
  const nodes = Array.from({ length: nodeCount }, (_, node) => node);
  const { code, stdout } = await runInto(`nodes-${nodeCount}`, [
    ...[...virtual, '--json', '--nodes', nodes.join(','), '--workloads', 'churn', '--targets', 'musl'],
    ...['--threads', String(nodeCount), '--set', 'churn.sizes=fixed:64'],
  ]);
  expect(code).toBe(0);
  const { findings, sections } = JSON.parse(stdout) as Report;
  expect(sections[0]?.nodes).toEqual(nodes);
  const pages = nodeCount * 256;
  expect(findings).toContainEqual(
    expect.objectContaining({
      id: 'C1',
      verdict: 'supported',
      because: expect.stringContaining(`${pages} of ${pages} written pages on their writer's node, 0 of`),
    }),
  );
});

test('a workload that outgrows the guest fails its trials, says why, and the run goes on', async () => {
  const { code, stderr, directory } = await runInto('outgrown', [
    ...[...virtual, '--targets', 'glibc', '--workloads', 'churn,threads'],
    ...['--set', 'churn.sizes=fixed:100000', '--set', 'churn.slots=20000'],
  ]);
  expect(code).toBe(1);
  expect(stderr).toContain('failed (oom)');
  const plan = JSON.parse(await readFile(join(directory, 'plan.json'), 'utf8')) as Plan;
  const workloads = new Map(
    plan.sections.flatMap((section) => section.arms.map((arm) => [arm.id, arm.workload])),
  );
  for (const record of await readRecords(directory)) {
    const expected =
      workloads.get(record.arm) === 'churn' ? { state: 'failed', reason: 'oom' } : { state: 'completed' };
    expect(record).toMatchObject(expected);
  }
});

test('Ctrl-C keeps what has finished and leaves no guest behind', async () => {
  const folder = join(results, 'stopped');
  const args = [
    ...virtual,
    '--blocks',
    '500',
    '--workloads',
    'churn',
    '--targets',
    'musl',
    '--results',
    folder,
  ];
  const lab = startLab(args);
  // A run that lives on would hold the lock of all that follow.
  onTestFinished(() => {
    lab.process.kill('SIGKILL');
  });
  let progress = '';
  while (!progress.includes('block 2/')) {
    const [chunk] = (await once(lab.process.stderr ?? lab.process, 'data')) as [string];
    progress += chunk;
  }
  const guests = async () =>
    (await listCommandLines()).filter((line) => line.includes(folder) && line.includes('qemu'));
  await vi.waitFor(async () => expect(await guests()).not.toEqual([]), { timeout: 20_000, interval: 20 });
  lab.process.kill('SIGINT');
  const { code, stderr } = await lab.exit;
  expect(code).toBe(130);
  expect(stderr).toMatch(/stopped after \d+ of 2001 trials/);
  const [run = 'none'] = await readdir(folder);
  const records = await readRecords(join(folder, run));
  expect(records.length).toBeGreaterThanOrEqual(3);
  expect(await guests()).toEqual([]);
});

/** Command lines of all processes of this machine. */
async function listCommandLines(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  return Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
}

test.each([
  [['run', '--nodes', '9'], 'no node 9'],
  [['run', '--nodes', ''], '--nodes is empty'],
  [['run', '--workloads', 'chrun'], "did you mean 'churn'"],
  [['run', '--set', 'churn.slots=0'], "'0'"],
  [['run', '--set', 'churn.sizes=fixed'], "'fixed'"],
  [['run', '--results', '/proc/numa-lab'], "'/proc/numa-lab'"],
])('%j is one line, exit 2, and nothing is written', async (args, message) => {
  const folder = join(results, 'untouched');
  const own = args.includes('--results') ? args : [...args, '--results', folder];
  const { code, stdout, stderr } = await runLab(own);
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr.trimEnd().split('\n').at(-1)).toContain(message);
  expect(await readdir(folder).catch(() => [])).toEqual([]);
});
