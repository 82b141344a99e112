import { appendFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { optionsOf } from '../../test/fixtures/request.ts';
import { exampleRun } from '../../test/fixtures/runs/example-run.ts';
import { writeRun } from '../../test/fixtures/runs/make-run.ts';
import { reportFlags } from '../request/flags.ts';
import { UserError } from '../user-error.ts';
import { runReportCommand } from './report.ts';

let results = '';
let printed = '';
beforeEach(async () => {
  results = await mkdtemp(join(tmpdir(), 'numa-lab-report-'));
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(results, { recursive: true, force: true });
});

test('without a name the newest run is reported', async () => {
  await writeRun(join(results, '20250101T000000Z-host-aaaaaa'), exampleRun());
  await writeRun(join(results, '20250102T000000Z-virtual-bbbbbb'), exampleRun());
  expect(await runReportCommand({ results })).toBe(0);
  expect(printed).toContain('Data       run 20250102T000000Z-virtual-bbbbbb');
});

test('an id picks a run, and --json prints the report as one value', async () => {
  await writeRun(join(results, '20250101T000000Z-host-aaaaaa'), exampleRun());
  await writeRun(join(results, '20250102T000000Z-virtual-bbbbbb'), exampleRun());
  await runReportCommand({ results, run: 'aaaaaa', json: true });
  const report = JSON.parse(printed) as Record<string, unknown>;
  expect(report).toMatchObject({ run: { id: '20250101T000000Z-host-aaaaaa' }, requirements: [] });
  for (const key of [
    'estimates',
    'comparisons',
    'findings',
    'validity',
    'failed',
    'skipped',
    'environment',
  ]) {
    expect(report).toHaveProperty(key);
  }
});

test('a run that does not exist or cannot be read is the mistake of the user, and prints nothing', async () => {
  await expect(runReportCommand({ results })).rejects.toThrow(UserError);
  await expect(runReportCommand({ results, run: 'none' })).rejects.toThrow(
    `no run called 'none' in ${results}`,
  );
  await writeRun(join(results, 'empty'), { ...exampleRun(), trials: [] });
  await expect(runReportCommand({ results, run: 'empty' })).rejects.toThrow('holds no trial');
  expect(printed).toBe('');
});

const example = '20250101T000000Z-host-aaaaaa';

test.each([
  [
    'text',
    /^musl .*: (?:times|placement)[\s\S]*\nQuestion: [\s\S]*sha256 of trials\.ndjson:\n {4}[0-9a-f]{64}\n/,
  ],
  ['full', /^Run {8}20250101T000000Z-host-aaaaaa$/m],
  ['matrix', /^churn, [^\n]*\ntarget +cell +/],
  ['markdown', /^# Question: /],
  ['csv', /^run,section,machine,/],
  ['openmetrics', /^# TYPE numa_lab_run info\n/],
  ['eml', /^Subject: [\s\S]*filename="trials\.csv/],
  ['json', /^\{\n {2}"schema": 1/],
])('--format %s prints that', async (format, shape) => {
  await writeRun(join(results, example), exampleRun());
  expect(await runReportCommand(optionsOf(reportFlags, { results, format }).options)).toBe(0);
  expect(printed).toMatch(shape);
});

test('--charts writes pictures, with --png each as PNG too, and names those that it has no data for', async () => {
  let said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
  await writeRun(join(results, example), exampleRun());
  const charts = join(results, 'pictures');
  await runReportCommand({ results, charts, png: true });
  expect(said).toContain('left out: chart node-transfers (');
  const names = await readdir(charts);
  const svg = names.filter((name) => name.endsWith('.svg'));
  expect(svg.length).toBeGreaterThan(3);
  expect(names.filter((name) => name.endsWith('.png'))).toEqual(
    svg.map((name) => name.replace('.svg', '.png')),
  );
});

test('--png without --charts has nowhere to write, and says so before anything is read', async () => {
  await expect(runReportCommand({ results, png: true })).rejects.toMatchObject({
    message: '--png names no folder to write to',
    hint: 'add --charts <directory>',
  });
});

test('charts of the run directory are attached to a draft, up to what a list takes', async () => {
  await writeRun(join(results, example), exampleRun());
  await mkdir(join(results, example, 'charts'));
  await writeFile(join(results, example, 'charts', 'a.svg'), '<svg/>');
  await writeFile(join(results, example, 'charts', 'b.svg'), 'x'.repeat(600 * 1024));
  await runReportCommand({ results, format: 'eml' });
  expect(printed).toContain('filename="a.svg"');
  expect(printed).not.toContain('filename="b.svg"');
});

test('an unknown format and two formats at once are refused before a run is looked for', async () => {
  expect(() => optionsOf(reportFlags, { results, format: 'txt' })).toThrow(
    "--format has an unknown value: 'txt'",
  );
  await expect(runReportCommand({ results, format: 'csv', json: true })).rejects.toThrow('two formats');
});

test('a newer format and a broken record are reported in one line', async () => {
  await writeRun(join(results, example), exampleRun());
  await appendFile(join(results, example, 'trials.ndjson'), '{"schema":1,\n');
  await expect(runReportCommand({ results })).rejects.toThrow(/trials\.ndjson line \d+: not JSON/);
  await writeFile(join(results, example, 'plan.json'), '{"schema":2}');
  await expect(runReportCommand({ results })).rejects.toThrow('newer than this numa-lab reads');
});
