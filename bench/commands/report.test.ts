import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { exampleRun } from '../../test/fixtures/runs/example-run.ts';
import { writeRun } from '../../test/fixtures/runs/make-run.ts';
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
  expect(printed).toContain('Run        20250102T000000Z-virtual-bbbbbb');
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
