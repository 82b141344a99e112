import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runLab, startLab } from '../../test/run-lab.ts';

let cache = '';
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'numa-lab-cache-'));
  vi.stubEnv('NUMA_LAB_CACHE', cache);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  // A compiler that outlived its build may still write.
  await rm(cache, { recursive: true, force: true, maxRetries: 10 });
});

const build = ['targets', 'build', 'glibc'];
const targets = () => readdir(join(cache, 'targets'));

test('two processes that want one target build it once', async () => {
  const both = await Promise.all([runLab(build), runLab(build)]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  const said = both.map(({ stderr }) => stderr).join('');
  expect(said.match(/^building target glibc$/gm)).toHaveLength(1);
  expect(await targets()).toHaveLength(1);
});

test('a build that was killed leaves nothing that the next one trips over', async () => {
  const { process: lab, exit } = startLab(build);
  const isUnderWay = async () =>
    existsSync(join(cache, 'targets')) &&
    (await readdir(join(cache, 'targets'), { recursive: true })).some((path) => path.endsWith('.o'));
  while (!(await isUnderWay())) await new Promise((resolve) => setTimeout(resolve, 20));
  lab.kill('SIGKILL');
  await exit;
  expect((await targets()).some((name) => name.includes('.unfinished-'))).toBe(true);
  const next = await runLab(build);
  expect(next.stderr).not.toContain('numa-lab:');
  expect(next.code).toBe(0);
  expect((await targets()).filter((name) => !/^[0-9a-f]{32}$/.test(name))).toEqual([]);
});
