import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findLabRoot } from '../bench/lab-root.ts';
import { findPublishedProblems } from './check-published.ts';
import { exampleRun } from './fixtures/runs/example-run.ts';
import { writeRun } from './fixtures/runs/make-run.ts';

/** It needs the built command line, as the runs on guests do. */
const publish = (...args: string[]) =>
  promisify(execFile)('bash', [join(findLabRoot(), 'scripts', 'publish-run.sh'), ...args]);

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'numa-lab-publish-'));
  await writeRun(join(folder, 'run'), exampleRun());
  await writeFile(join(folder, 'run', 'guest-console.log'), 'booting\n');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a run is published whole, and again from where it was published', async () => {
  await publish(join(folder, 'run'), 'a-name', folder);
  const published = join(folder, 'a-name');
  expect(await findPublishedProblems(published)).toEqual([]);
  const sums = await readFile(join(published, 'SHA256SUMS'), 'utf8');
  await writeFile(join(published, 'report.txt'), 'of an older numa-lab\n');
  await publish(published, 'a-name', folder);
  expect(await findPublishedProblems(published)).toEqual([]);
  expect(await readFile(join(published, 'SHA256SUMS'), 'utf8')).toBe(sums);
});

test('what is no run, and a name that leads elsewhere, are refused', async () => {
  await expect(publish(folder, 'a-name', folder)).rejects.toMatchObject({ code: 2 });
  await expect(publish(join(folder, 'run'), '../up', folder)).rejects.toMatchObject({ code: 2 });
});
