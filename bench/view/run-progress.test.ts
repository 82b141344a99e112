import { appendFile, mkdtemp, rm, unlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exampleRun } from '../../test/fixtures/runs/example-run.ts';
import { writeRun } from '../../test/fixtures/runs/make-run.ts';
import { renderProgressText } from './render-progress-text.ts';
import { makeProgressReader } from './run-progress.ts';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'numa-lab-progress-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const journal = () => join(directory, 'trials.ndjson');

test('trials count through all sections, one that was run again once, and broken lines not at all', async () => {
  const files = exampleRun();
  await writeRun(directory, { ...files, trials: files.trials.slice(0, 90) });
  const reader = makeProgressReader(directory);
  expect(await reader.read()).toMatchObject({ state: 'going on', done: 90, planned: 150 });
  await appendFile(journal(), `${JSON.stringify(files.trials[89])}\nno record\n`);
  const progress = await reader.read();
  expect(progress).toMatchObject({ done: 90, at: { section: 2, sections: 2, machine: 'host' } });
  expect(progress && renderProgressText(progress)).toMatch(
    /^going on: 90 of 150 trials, section 2 of 2 \(host\), block \d of 8$/,
  );
});

test('a run has ended with its report, with its journal packed, or when it fell silent', async () => {
  const files = exampleRun();
  await writeRun(directory, { ...files, trials: files.trials.slice(0, 9) });
  const reader = makeProgressReader(directory);
  expect(await reader.isGoingOn()).toBe(true);
  for (const name of ['report.txt', 'trials.ndjson.gz']) {
    await writeFile(join(directory, name), '');
    expect(await reader.isGoingOn()).toBe(false);
    await unlink(join(directory, name));
  }
  for (const name of ['plan.json', 'trials.ndjson'])
    await utimes(join(directory, name), 0, Date.now() / 1000 - 3600);
  expect(await reader.isGoingOn()).toBe(false);
  const progress = await reader.read();
  expect(progress && renderProgressText(progress)).toBe('ended early: 9 of 150 trials');
});

test('a run that may have been killed is known by its silence', async () => {
  const files = exampleRun();
  await writeRun(directory, { ...files, trials: files.trials.slice(0, 9) });
  const after = async (seconds: number) => {
    const progress = await makeProgressReader(directory, () => Date.now() + seconds * 1000).read();
    return progress && renderProgressText(progress);
  };
  expect(await after(0)).toMatch(/^going on: 9 of 150 trials.*, block \d+ of \d+$/);
  expect(await after(75)).toMatch(/^going on: 9 of 150 trials.*; nothing new for 70 s$/);
  expect(await after(3600)).toBe('ended early: 9 of 150 trials');
});

test('what the plan gave up is not planned any more', async () => {
  await writeRun(directory, exampleRun());
  const stops = { schema: 1, stops: [{ section: 1, blocks: 4, reason: 'time' }] };
  await writeFile(join(directory, 'stops.json'), JSON.stringify(stops));
  const whole = exampleRun().plan.sections.map(
    ({ trials }) => trials.filter(({ block }) => block <= 4).length,
  );
  const progress = await makeProgressReader(directory).read();
  expect(progress?.planned).toBe(whole.reduce((sum, count) => sum + count, 0));
});

test('two readings at once count every trial once, and a folder without a plan has no progress', async () => {
  const files = exampleRun();
  expect(await makeProgressReader(directory).read()).toBeUndefined();
  await writeRun(directory, files);
  const reader = makeProgressReader(directory);
  const [a, b] = await Promise.all([reader.read(), reader.read()]);
  expect(a).toEqual(b);
  expect(a?.done).toBe(files.trials.length);
});
