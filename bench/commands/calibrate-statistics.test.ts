import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCalibrateStatisticsCommand } from './calibrate-statistics.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'calibrate-'));
});
afterAll(() => rm(directory, { recursive: true }));

test.each([
  [{ simulations: '3' }, "'3'"],
  [{ seed: 'x' }, "'x'"],
  [{ window: '20' }, '--window is for real costs'],
  [{ runs: 'absent.ndjson' }, 'cannot read absent.ndjson'],
  [{ runs: 'absent.ndjson', simulations: '50' }, '--simulations does not go with --runs'],
])('wrong use %j is told in one line', async (options, message) => {
  await expect(runCalibrateStatisticsCommand(options)).rejects.toThrow(message);
});

test('too few real costs are told with the number one comparison takes', async () => {
  const path = join(directory, 'costs.ndjson');
  await writeFile(path, '{"arm":"a","seconds":1}\n');
  await expect(runCalibrateStatisticsCommand({ runs: path })).rejects.toThrow(
    'has at most 1 costs of one program at one place; a window takes 40',
  );
  await writeFile(path, '{"arm":"a","seconds":1}\n'.repeat(40));
  await expect(runCalibrateStatisticsCommand({ runs: path })).rejects.toThrow(
    'all costs of a program are equal',
  );
  await writeFile(path, 'no\n');
  await expect(runCalibrateStatisticsCommand({ runs: path })).rejects.toThrow('line 1 is not a cost');
});
