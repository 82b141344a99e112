import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ArrayPass } from '../../../results/schema/counts.ts';
import { makeCounts } from '../../run/make-process.ts';
import { readLines } from '../../run/read-lines.ts';
import type { BuiltTarget } from '../../targets/built-target.ts';
import { linkKernels, makeTrial, openTestMachine, runFixture } from './testing/open-test-machine.ts';
import { buildProgramTarget } from './testing/program-target.ts';

const folder = mkdtempSync(join(tmpdir(), 'numa-lab-array-'));
let program: BuiltTarget;
beforeAll(() => {
  linkKernels(folder);
  program = buildProgramTarget(folder, 'musl-gcc');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The passes of one trial in a guest with balancing off or on. */
async function runArray(numaBalancing: '0' | '1', ...more: string[]): Promise<readonly ArrayPass[]> {
  const machine = await openTestMachine(folder, {
    targets: new Map([['fixture', program]]),
    settings: { numaBalancing, transparentHugepage: 'never', addressRandomisation: '0' },
  });
  const passes = ['--mode', 'count', '--samples', '2', '--warmup', '0', '--seed', '1', '--cpu-ms', '4000'];
  const command = makeTrial([['array', '--threads', '0:0,1:2', ...passes, ...more]], {
    numactl: ['--cpunodebind=0,1'],
  });
  const [process] = await runFixture(machine, command);
  await machine.close();
  const read = readLines(process?.stdout ?? '', 'count', false);
  if (read.state === 'bad') throw new Error(`${read.detail}\n${process?.stderr}`);
  const { arrayPasses = [] } = makeCounts(read.lines);
  return arrayPasses;
}

const remote = (passes: readonly ArrayPass[]) => passes.map(({ remotePages }) => remotePages);
const marked = (passes: readonly ArrayPass[]) =>
  passes.reduce((sum, { vmstat }) => sum + Number(vmstat.numa_pte_updates), 0);

test('balancing moves pages to the thread that writes them', async () => {
  const passes = await runArray('1');
  expect(remote(passes).slice(0, 1)).toEqual([512]);
  expect(remote(passes).at(-1)).toBeLessThan(0.05 * 512);
  expect(marked(passes)).toBeGreaterThan(0.9 * 512);
  expect(passes.slice(1).every(({ scans }) => Number(scans) > 0)).toBe(true);
});

test('without balancing they stay, and nothing is scanned', async () => {
  const passes = await runArray('0');
  expect(remote(passes)).toEqual([512, 512, 512]);
  expect(passes.map(({ scans }) => scans)).toEqual([0, 0, 0]);
});

test('under localalloc they stay, though the process is scanned', async () => {
  const passes = await runArray('1', '--policy', 'localalloc');
  expect(remote(passes)).toEqual([512, 512, 512]);
  expect(marked(passes)).toBe(0);
  expect(passes.slice(1).every(({ scans }) => Number(scans) > 0)).toBe(true);
});
