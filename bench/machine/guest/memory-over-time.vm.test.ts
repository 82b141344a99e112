import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MemoryOverTime } from '../../../results/schema/counts.ts';
import type { ProcessOutput } from '../machine.ts';
import { findProcesses } from './testing/find-processes.ts';
import { linkKernels, makeTrial, openTestMachine, runFixture } from './testing/open-test-machine.ts';
import type { VirtualMachine } from './virtual-machine.ts';

const folder = mkdtempSync(join(tmpdir(), 'numa-lab-memory-'));
let machine: VirtualMachine;

beforeAll(async () => {
  linkKernels(folder);
  machine = await openTestMachine(folder);
});

afterAll(async () => {
  await machine.close();
  expect(findProcesses(folder)).toEqual([]);
  rmSync(folder, { recursive: true });
});

const mib = 2 ** 20;
type Sampled = Extract<MemoryOverTime, { state: 'sampled' }>;

function sampledOf(output: ProcessOutput | undefined): Sampled {
  const counts = output?.memory?.counts;
  if (counts?.state !== 'sampled') throw new Error(`not sampled: ${JSON.stringify(output)}`);
  return counts;
}

/** The levels above the first sample, in whole MiB, on which some samples lie; fewer may fall into the writing of a step. */
function levelsOf({ anonymousBytes: [first = 0, ...rest] }: Sampled): readonly number[] {
  const levels = [first, ...rest].map((bytes) => Math.round((bytes - first) / mib));
  return [...new Set(levels)].filter(
    (level) => level > 0 && levels.filter((one) => one === level).length >= 3,
  );
}

describe('the memory of a process in a guest, looked at 20 times a second', () => {
  test('grows by the steps in which the program takes it, on the node it is bound to', async () => {
    const command = makeTrial([['grow', '--gate', '8', '4', '700']], {
      numactl: ['--cpunodebind=0', '--membind=1'],
      memorySampleHz: 20,
    });
    const [output] = await runFixture(machine, command);
    expect(output).toMatchObject({ exit: { state: 'exited', code: 0 }, stderr: '' });
    expect(output?.memory).not.toHaveProperty('times');
    const series = sampledOf(output);
    expect(levelsOf(series)).toEqual([8, 16, 24, 32]);
    expect(series.residentBytes).toHaveLength(series.anonymousBytes.length);
    expect(series.dropped).toBe(0);
    const { sample, nodes, anonymousBytes } = series.walks;
    expect(sample[0]).toBe(0);
    expect(sample).toEqual([...new Set(sample)].sort((a, b) => a - b));
    const onNodeOne = nodes.find(({ node }) => node === 1)?.bytes ?? [];
    expect((onNodeOne.at(-1) ?? 0) - (onNodeOne[0] ?? 0)).toBe(32 * mib);
    expect((anonymousBytes.at(-1) ?? 0) - (anonymousBytes[0] ?? 0)).toBe(32 * mib);
  });

  test('is reported for each process of a trial, and for one that ends at once too', async () => {
    const processes = [
      ['grow', '--gate', '16', '1', '500'],
      ['gate', '--gate'],
      ['leave', '0', '--gate'],
    ];
    const outputs = await runFixture(machine, makeTrial(processes, { memorySampleHz: 20 }));
    const exited = { state: 'exited', code: 0 };
    expect(outputs.map(({ exit }) => exit)).toEqual([exited, exited, exited]);
    expect(levelsOf(sampledOf(outputs[0]))).toContain(16);
    expect(sampledOf(outputs[1]).anonymousBytes.length).toBeLessThan(5);
    expect(outputs[2]?.memory?.counts).toEqual({
      state: 'unavailable',
      reason: 'the process ended before its first sample',
    });
  });

  test('is kept up to a bound, in order, when there is much of it', async () => {
    const command = makeTrial([['grow', '--gate', '1', '1', '7000']], { memorySampleHz: 1000 });
    const series = sampledOf((await runFixture(machine, command))[0]);
    expect(series.anonymousBytes.length).toBeLessThanOrEqual(2000);
    expect(series.anonymousBytes.length + series.missed + series.dropped).toBeGreaterThan(3000);
  });

  test('is not looked at when nobody asks', async () => {
    const [output] = await runFixture(machine, makeTrial([['grow', '--gate', '1', '1', '10']]));
    expect(output).not.toHaveProperty('memory');
  });
});
