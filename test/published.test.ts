import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadRun } from '../analysis/load/load-run.ts';
import { renderText } from '../analysis/render/text.ts';
import { buildReport } from '../analysis/report/build-report.ts';
import { findLabRoot } from '../bench/lab-root.ts';
import { findPublishedProblems } from './check-published.ts';
import { exampleRun } from './fixtures/runs/example-run.ts';
import { writeRun } from './fixtures/runs/make-run.ts';

const folder = join(findLabRoot(), 'results', 'published');
const entries = await readdir(folder, { withFileTypes: true });

describe('a published run', () => {
  for (const { name } of entries.filter((entry) => entry.isDirectory())) {
    test(`${name} is whole, and its report is that of its records`, async () => {
      expect(await findPublishedProblems(join(folder, name))).toEqual([]);
    }, 60_000);
  }

  test('lies in a folder of its own beside the README', () => {
    expect(entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name)).toEqual(['README.md']);
  });
});

describe('the check of published runs finds', () => {
  let directory = '';
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'numa-lab-published-'));
    await publish(directory);
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  const change = async (name: string, edit: (text: string) => string) => {
    const path = join(directory, name);
    await writeFile(path, edit(await readFile(path, 'utf8')));
  };

  test('nothing wrong with a good one', async () => {
    expect(await findPublishedProblems(directory)).toEqual([]);
  });

  test('a report that says something else', async () => {
    await change('report.txt', (text) => text.replace('0.483', '0.083'));
    await writeSums(directory);
    expect(await findPublishedProblems(directory)).toEqual([
      'report.txt is not the report of its records: see results/published/README.md',
    ]);
  });

  test('sums that do not fit, and sums of files that there are not', async () => {
    await change('plan.json', (text) => `${text}\n`);
    expect(await findPublishedProblems(directory)).toContain('SHA256SUMS is wrong about plan.json');
    await writeSums(directory);
    await change('SHA256SUMS', (text) => `${text}${'0'.repeat(64)}  more.txt\n`);
    expect(await findPublishedProblems(directory)).toEqual(['SHA256SUMS is wrong about more.txt']);
  });

  test('a field that the format does not have', async () => {
    await change('environment.json', (text) => text.replace('{', '{"hostname":"x",'));
    expect((await findPublishedProblems(directory))[0]).toContain('hostname');
  });

  test('files that are missing or too many', async () => {
    await writeFile(join(directory, 'guest-console.log'), '');
    expect((await findPublishedProblems(directory))[0]).toContain('guest-console.log');
    await rm(join(directory, 'guest-console.log'));
    await rm(join(directory, 'report.txt'));
    expect((await findPublishedProblems(directory))[0]).toMatch(
      /^it holds environment\.json, plan\.json, trials/,
    );
  });

  test('a home folder in a record', async () => {
    const files = exampleRun();
    const trials = files.trials.map((trial) =>
      trial.state === 'failed' ? { ...trial, stderrTail: '/home/somebody/x' } : trial,
    );
    await publish(directory, { ...files, trials });
    expect(await findPublishedProblems(directory)).toContain('trials.ndjson.gz names a home folder');
  });
});

async function publish(directory: string, files = exampleRun()): Promise<void> {
  await writeRun(directory, files);
  const journal = join(directory, 'trials.ndjson');
  await writeFile(`${journal}.gz`, gzipSync(await readFile(journal)));
  await rm(journal);
  const loaded = await loadRun(directory);
  if (loaded.state === 'problem') throw new Error(loaded.message);
  await writeFile(join(directory, 'report.txt'), renderText(buildReport(loaded.run)));
  await writeSums(directory);
}

async function writeSums(directory: string): Promise<void> {
  const names = ['plan.json', 'environment.json', 'trials.ndjson.gz', 'report.txt'];
  const lines = names.map(async (name) => {
    const sum = createHash('sha256')
      .update(await readFile(join(directory, name)))
      .digest('hex');
    return `${sum}  ${name}\n`;
  });
  await writeFile(join(directory, 'SHA256SUMS'), (await Promise.all(lines)).join(''));
}
