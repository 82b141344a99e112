import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildReport } from '../../analysis/build-report.ts';
import { loadRun } from '../../analysis/load-run.ts';
import { exampleRun } from '../../test/fixtures/runs/example-run.ts';
import { hypothesesRun } from '../../test/fixtures/runs/hypotheses-run.ts';
import { writeRun } from '../../test/fixtures/runs/make-run.ts';
import { findLabRoot } from '../lab-root.ts';

// As built: a thread cannot start from TypeScript.
const built = pathToFileURL(join(findLabRoot(), 'dist', 'bench', 'commands', 'load-report.js')).href;
const { loadReport } = (await import(built)) as typeof import('./load-report.ts');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'numa-lab-load-report-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function writtenRun(name: string, files = exampleRun()): Promise<string> {
  await writeRun(join(folder, name), files);
  return join(folder, name);
}

test('threads make the report that one makes, and keep core records', async () => {
  const directory = await writtenRun('threads');
  const [alone, together] = [await loadReport(directory, 1), await loadReport(directory, 3)];
  expect(together).toMatchObject({ state: 'made', run: { records: 'core' } });
  expect(alone).toMatchObject({ state: 'made', run: { records: 'whole' } });
  expect('report' in together && together.report).toEqual('report' in alone && alone.report);
});

test('a run with hypotheses is looked at in one piece', async () => {
  const directory = await writtenRun('hypotheses', hypothesesRun());
  expect(await loadReport(directory, 2)).toMatchObject({ state: 'made', run: { records: 'whole' } });
});

test('a journal cut off in the middle of a line is told in parts too', async () => {
  const directory = await writtenRun('cut');
  await appendFile(join(directory, 'trials.ndjson'), '{"schema":1,"trial":3,"block":0,"arm":"v0');
  const loaded = await loadRun(directory);
  const expected = loaded.state === 'loaded' ? buildReport(loaded.run) : undefined;
  expect(expected?.run.truncatedTail).toBe(true);
  expect(await loadReport(directory, 2)).toMatchObject({ report: { run: expected?.run } });
});

test('of several broken lines the first is named, whoever reads it', async () => {
  const directory = await writtenRun('broken');
  const path = join(directory, 'trials.ndjson');
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  for (const broken of [[3], [20], [3, 20], [20, 30, 31]]) {
    const text = lines.map((line, index) => (broken.includes(index) ? `${line.slice(0, -5)}` : line));
    await writeFile(path, `${text.join('\n')}\n`);
    const found = await loadReport(directory, 3);
    expect(found).toEqual(await loadReport(directory, 1));
    expect(found).toMatchObject({
      state: 'problem',
      message: expect.stringContaining(`line ${(broken[0] ?? 0) + 1}: not JSON`),
    });
  }
});

test('a directory without a journal, or without a trial in it, is refused as by one thread', async () => {
  const directory = await writtenRun('empty');
  await writeFile(join(directory, 'trials.ndjson'), '');
  expect(await loadReport(directory, 2)).toMatchObject({
    state: 'problem',
    message: expect.stringContaining('no trial'),
  });
  await rm(join(directory, 'trials.ndjson'));
  expect(await loadReport(directory, 2)).toMatchObject({
    state: 'problem',
    message: expect.stringContaining('does not exist'),
  });
});
