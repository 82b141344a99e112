import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { optionsOf, type Typed } from '../../test/fixtures/request.ts';
import { calibrateFlags } from '../request/flags.ts';
import { runCalibrateStatisticsCommand } from './calibrate-statistics.ts';

const run = async (typed: Typed) => runCalibrateStatisticsCommand(optionsOf(calibrateFlags, typed).options);

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
  [{ runs: 'absent.ndjson', simulations: '50' }, '--runs <path>'],
])('wrong use %j is reported in one line', async (typed: Typed, message) => {
  await expect(run(typed)).rejects.toThrow(message);
});

test('too few real costs are reported with the number one comparison takes', async () => {
  const path = join(directory, 'costs.ndjson');
  await writeFile(path, '{"arm":"a","seconds":1}\n');
  await expect(run({ runs: path })).rejects.toThrow(
    'has at most 1 costs of one program at one place; a window takes 40',
  );
  await writeFile(path, '{"arm":"a","seconds":1}\n'.repeat(40));
  await expect(run({ runs: path })).rejects.toThrow('all costs of a program are equal');
  await writeFile(path, 'no\n');
  await expect(run({ runs: path })).rejects.toThrow('line 1 is not a cost');
});
