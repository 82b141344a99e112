import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exampleRun } from '../../test/fixtures/runs/example-run.ts';
import { makeRun, writeRun } from '../../test/fixtures/runs/make-run.ts';
import { useOlderNames } from '../../test/fixtures/runs/older-names.ts';
import { passesRun } from '../../test/fixtures/runs/passes-run.ts';
import { findRun } from './find-run.ts';
import { loadRun } from './load-run.ts';
import type { LoadProblem, Run } from './run.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'numa-lab-load-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const files = exampleRun();

async function loaded(directory: string): Promise<Run> {
  const result = await loadRun(directory);
  if (result.state === 'problem') throw new Error(result.message);
  return result.run;
}

async function problemOf(directory: string): Promise<LoadProblem> {
  const result = await loadRun(directory);
  if (result.state === 'loaded') throw new Error('the run was loaded');
  return result;
}

test('a run directory is loaded as it was written', async () => {
  await writeRun(join(folder, 'a-run'), files);
  expect(await loaded(join(folder, 'a-run'))).toEqual(makeRun(files, 'a-run'));
});

test('a run with names of an older version is loaded with those of today', async () => {
  for (const [name, run] of Object.entries({ passes: passesRun({ seed: 1, blocks: 2 }), locks: files })) {
    const directory = join(folder, name);
    await writeRun(directory, run);
    const written = await loaded(directory);
    for (const file of ['plan.json', 'trials.ndjson']) {
      const path = join(directory, file);
      const older = useOlderNames(await readFile(path, 'utf8'));
      expect(older).not.toMatch(/"remote-free"|handoff/i);
      await writeFile(path, older);
    }
    expect(await loaded(directory)).toEqual(written);
  }
});

test('a journal cut off in its last line gives what is complete and says so', async () => {
  await writeRun(folder, files, JSON.stringify(files.trials[0]).slice(0, 100));
  const { journal } = await loaded(folder);
  expect(journal).toEqual({ records: files.trials.length, replacedRecords: 0, truncatedTail: true });
});

test('a last record that is complete but for its newline counts', async () => {
  await writeRun(folder, { ...files, trials: files.trials.slice(0, 3) }, JSON.stringify(files.trials[3]));
  const { journal } = await loaded(folder);
  expect(journal).toEqual({ records: 4, replacedRecords: 0, truncatedTail: false });
});

test('garbage before the end is a problem that names file and line', async () => {
  await writeRun(folder, { ...files, trials: files.trials.slice(0, 2) });
  await appendFile(join(folder, 'trials.ndjson'), 'gar\u2028bage\n');
  await appendFile(join(folder, 'trials.ndjson'), `${JSON.stringify(files.trials[2])}\n`);
  const { message } = await problemOf(folder);
  expect(message).toBe(`${join(folder, 'trials.ndjson')} line 3: not JSON`);
});

test('a line separator inside a JSON string does not end a line', async () => {
  const failed = files.trials.find((trial) => trial.state === 'failed');
  if (failed?.state !== 'failed') throw new Error('the fixture has no failed trial');
  await writeRun(folder, { ...files, trials: [{ ...failed, stderrTail: 'one\u2028two' }] });
  expect((await loaded(folder)).journal.records).toBe(1);
});

test('a field that the format lacks is a problem that names it', async () => {
  await writeRun(folder, { ...files, trials: [] }, `${JSON.stringify({ ...files.trials[0], wallNs: 5 })}\n`);
  const { message } = await problemOf(folder);
  expect(message).toContain('line 1');
  expect(message).toContain('wallNs');
});

test('a long journal is checked as strictly to its end, with the same words', async () => {
  const again = Array.from({ length: 600 }, () => files.trials[0]).flatMap((trial) => trial ?? []);
  const path = join(folder, 'trials.ndjson');
  await writeRun(folder, { ...files, trials: again });
  expect((await loaded(folder)).journal.replacedRecords).toBe(599);
  await appendFile(path, `${JSON.stringify({ ...files.trials[0], block: -1 })}\n`);
  const { message } = await problemOf(folder);
  expect(message).toMatch(/ line 601: block: /);
  expect(message.startsWith(path)).toBe(true);
});

test('a record that is not in the plan is a problem', async () => {
  await writeRun(
    folder,
    { ...files, trials: [] },
    `${JSON.stringify({ ...files.trials[0], trial: 4711 })}\n`,
  );
  expect((await problemOf(folder)).message).toContain('line 1: trial 4711 is not in plan.json');
});

test('a newer format is told apart from a broken one', async () => {
  await writeRun(folder, files);
  await writeFile(join(folder, 'plan.json'), JSON.stringify({ schema: 2, novelty: true }));
  expect(await problemOf(folder)).toMatchObject({
    message: `${join(folder, 'plan.json')}: format 2 is newer than this numa-lab reads (1)`,
    hint: 'update numa-lab',
  });
});

test('an empty journal, a missing file and a missing folder are problems', async () => {
  expect((await problemOf(join(folder, 'nowhere'))).message).toContain('nowhere');
  await writeRun(folder, { ...files, trials: [] });
  expect((await problemOf(folder)).message).toContain('holds no trial');
  await rm(join(folder, 'trials.ndjson'));
  expect((await problemOf(folder)).message).toContain('trials.ndjson does not exist');
  await writeRun(folder, files);
  await rm(join(folder, 'environment.json'));
  expect((await problemOf(folder)).message).toContain('environment.json does not exist');
});

test('a trial that was run again counts once, with its last record', async () => {
  const failed = files.trials.find((trial) => trial.state === 'failed');
  await writeRun(folder, files, `${JSON.stringify(failed)}\n`);
  const run = await loaded(folder);
  expect(run.journal).toMatchObject({ records: files.trials.length, replacedRecords: 1 });
});

test('the newest run is found by its name, another by its id, and a path is taken as it is', async () => {
  const names = ['20250102T000000Z-host-aaa111', '20250103T000000Z-virtual-bbb222', '.lock'];
  for (const name of names) await writeRun(join(folder, name), exampleRun());
  const [older = '', newest = ''] = names.map((name) => join(folder, name));
  expect(await findRun(folder, undefined)).toEqual({ state: 'found', directory: newest });
  expect(await findRun(folder, 'aaa111')).toEqual({ state: 'found', directory: older });
  expect(await findRun(folder, '20250102T000000Z-host-aaa111')).toEqual({ state: 'found', directory: older });
  expect(await findRun(folder, older)).toEqual({ state: 'found', directory: older });
  expect(await findRun(folder, 'nope')).toMatchObject({ message: `no run called 'nope' in ${folder}` });
  expect(await findRun(join(folder, 'none'), undefined)).toMatchObject({ state: 'problem' });
});

test('what a killed run left before its first trial ended is not the newest run', async () => {
  const whole = join(folder, '20250102T000000Z-host-aaa111');
  const killed = join(folder, '20250103T000000Z-virtual-bbb222');
  await mkdir(killed);
  await writeFile(join(killed, 'trials.ndjson'), '');
  expect(await findRun(folder, undefined)).toMatchObject({
    message: expect.stringContaining('finished trial'),
  });
  await writeRun(whole, exampleRun());
  expect(await findRun(folder, undefined)).toEqual({ state: 'found', directory: whole });
});

test('a journal is not read whole: a line may end anywhere in a chunk', async () => {
  const failed = files.trials.find((trial) => trial.state === 'failed');
  if (failed?.state !== 'failed') throw new Error('the fixture has no failed trial');
  const long = { ...failed, stderrTail: '\u00e9'.repeat(3_000_000) };
  await writeRun(folder, { ...files, trials: [long] });
  const run = await loaded(folder);
  expect(run.sections[0]?.trials).toEqual([long]);
  expect((await readFile(join(folder, 'trials.ndjson'))).length).toBeGreaterThan(6_000_000);
});

test('a packed journal is read like the plain one, which goes before it', async () => {
  await writeRun(join(folder, 'a-run'), files);
  const plain = join(folder, 'a-run', 'trials.ndjson');
  const text = await readFile(plain);
  await rm(plain);
  await writeFile(`${plain}.gz`, gzipSync(text));
  expect(await loaded(join(folder, 'a-run'))).toEqual(makeRun(files, 'a-run'));
  await writeFile(plain, text.subarray(0, text.indexOf('\n') + 1));
  expect((await loaded(join(folder, 'a-run'))).journal.records).toBe(1);
});

test.each([
  ['cut off', (packed: Buffer) => packed.subarray(0, packed.length / 2)],
  ['no gzip file', () => Buffer.from('{}\n')],
])('a packed journal that is %s is a problem', async (_how, damage) => {
  await writeRun(folder, files);
  const plain = join(folder, 'trials.ndjson');
  await writeFile(`${plain}.gz`, damage(gzipSync(await readFile(plain))));
  await rm(plain);
  expect((await problemOf(folder)).message).toBe(`${folder}: its packed journal is damaged`);
});
