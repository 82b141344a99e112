import { execFile } from 'node:child_process';
import {
  appendFile,
  copyFile,
  cp,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { makeSums } from '../analysis/archive/sums.ts';
import type { Environment } from '../results/schema/environment.ts';
import type { Report } from '../results/schema/report.ts';
import { resumes } from '../results/schema/resumes.ts';
import { type LabExit, runLab, startLab } from './run-lab.ts';

const flags = ['--machine', 'host', '--nodes', '0', '--quick', '--blocks', '5', '--seed', '7'];
const small = ['--workloads', 'churn', '--threads', '2', '--set', 'churn.sizes=fixed:64'];

let folder = '';
/** Killed after its third record. */
let killed = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'numa-lab-resume-'));
  killed = await killAfterThree('killed', ['--targets', 'glibc']);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function lines(directory: string): Promise<readonly string[]> {
  const text = await readFile(join(directory, 'trials.ndjson'), 'utf8').catch(() => '');
  return text.split('\n').slice(0, -1);
}

async function onlyRun(results: string): Promise<string> {
  const [name = 'none'] = await readdir(results).catch(() => []);
  return join(results, name);
}

async function endAfterThree(name: string, own: readonly string[], signal: NodeJS.Signals) {
  const results = join(folder, name);
  const lab = startLab(['run', ...flags, ...small, ...own, '--results', results]);
  const seeThree = async () => expect((await lines(await onlyRun(results))).length).toBeGreaterThanOrEqual(3);
  await vi.waitFor(seeThree, { timeout: 60_000, interval: 5 });
  lab.process.kill(signal);
  return { exit: await lab.exit, directory: await onlyRun(results) };
}

async function killAfterThree(name: string, own: readonly string[]): Promise<string> {
  return (await endAfterThree(name, own, 'SIGKILL')).directory;
}

/** A copy of the killed run whose environment.json is another one. */
async function copyWith(name: string, change: (environment: Environment) => Environment): Promise<string> {
  const directory = join(folder, 'copies', name);
  await cp(killed, directory, { recursive: true });
  const path = join(directory, 'environment.json');
  await writeFile(path, JSON.stringify(change(JSON.parse(await readFile(path, 'utf8')))));
  return directory;
}

async function expectRefusal(directory: string, args: readonly string[], message: string): Promise<LabExit> {
  const before = await makeSums(directory);
  const exit = await runLab(['resume', directory, ...args]);
  expect([exit.code, exit.stdout]).toEqual([2, '']);
  expect(exit.stderr).toContain(message);
  expect(exit.stderr.split('\n').filter((line) => line.startsWith('numa-lab: '))).toHaveLength(1);
  expect(await makeSums(directory)).toBe(before);
  return exit;
}

const withHost = (own: Partial<Environment['host']>) => (environment: Environment) => ({
  ...environment,
  host: { ...environment.host, ...own },
});

test.each([
  ['another machine', withHost({ cpuModel: 'Analytical Engine' }), 'the machine: cpuModel is'],
  ['another kernel', withHost({ kernel: '2.6.32' }), "instead of '2.6.32'"],
  ['another setting', withHost({ zoneReclaim: { value: '7' } }), 'a setting: zoneReclaim'],
  ['another lab', (e: Environment) => ({ ...e, lab: { ...e.lab, codeSha256: 'c' } }), 'numa-lab: code is'],
  [
    'another program',
    (e: Environment) => ({
      ...e,
      targets: Object.fromEntries(
        Object.entries(e.targets).map(([label, target]) => [label, { ...target, binarySha256: 'b' }]),
      ),
    }),
    'target: glibc.binarySha256 is',
  ],
  [
    'a target that is not known here',
    (e: Environment) => ({
      ...e,
      targets: Object.fromEntries(Object.values(e.targets).map((t) => ['mine', t])),
    }),
    "target 'mine' is a tree or library that is not known here; name it again",
  ],
] as const)(
  'a run of %s is refused in one line, exit 2, and nothing is written',
  async (name, change, message) => {
    const { stderr } = await expectRefusal(await copyWith(name, change), [], message);
    expect(stderr).toContain(`cannot resume ${name}`);
  },
);

test('a killed run goes on after its last whole line, is finished then, and says that it was resumed', async () => {
  const before = await lines(killed);
  await appendFile(join(killed, 'trials.ndjson'), '{"schema":1,"trial"');
  const { code, stdout, stderr } = await runLab(['resume', '--results', join(folder, 'killed'), '--json']);
  expect([code, stderr]).toEqual([0, expect.stringContaining(`${before.length} trials of`)]);
  const after = await lines(killed);
  expect(after.slice(0, before.length)).toEqual(before);
  const report = JSON.parse(stdout) as Report;
  expect(report.run).toMatchObject({ unrecorded: 0, truncatedTail: false, replacedRecords: 0 });
  expect(report.run.resumes).toEqual([expect.stringContaining(`resumed at trial ${before.length} (block`)]);
  expect(report.validity).toContainEqual(expect.objectContaining({ id: 'one-go', verdict: 'warn' }));
  const kept = resumes.parse(JSON.parse(await readFile(join(killed, 'resumes.json'), 'utf8')));
  expect(kept.resumes).toMatchObject([{ trial: before.length, cutBytes: 19 }]);
  expect((await runLab(['verify', killed])).code).toBe(0);
  await expectRefusal(killed, [], 'it is finished');
});

test('Ctrl-C names the command that goes on, and a library of the user is found again, wherever it is now', async () => {
  const library = join(folder, 'libown.so');
  await copyFile(await findJemalloc(), library);
  const targets = ['--targets', 'glibc,glibc+mine', '--allocator-lib', `${library}:mine`];
  const { exit, directory } = await endAfterThree('stopped', targets, 'SIGINT');
  expect([exit.code, exit.stderr]).toEqual([130, expect.stringContaining(`numa-lab resume ${directory}`)]);
  const moved = join(folder, 'moved.so');
  await rename(library, moved);
  await expectRefusal(directory, [], 'there is no such file; name it again: numa-lab resume');
  await expectRefusal(directory, ['--allocator-lib', `${killed}:mine`], 'it is no file');
  const resumed = await runLab(['resume', directory, '--allocator-lib', `${moved}:mine`]);
  expect([resumed.code, resumed.stderr]).toEqual([0, expect.not.stringContaining('numa-lab: ')]);
  expect((await runLab(['verify', directory])).code).toBe(0);
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    expect(entry.name.startsWith('.')).toBe(false);
    if (entry.isFile())
      expect(await readFile(join(entry.parentPath, entry.name), 'utf8')).not.toContain(folder);
  }
});

/** The shared library that the lab's own target is linked with. */
async function findJemalloc(): Promise<string> {
  const { stdout } = await promisify(execFile)('gcc', ['-print-file-name=libjemalloc.so']);
  return stdout.trim();
}
