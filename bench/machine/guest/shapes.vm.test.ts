import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findProcesses } from './testing/find-processes.ts';
import { linkKernels, makeTrial, openTestMachine, runFixture } from './testing/open-test-machine.ts';

const folder = mkdtempSync(join(tmpdir(), 'numa-lab-shapes-'));
const memoryPerNodeBytes = 128 * 1024 * 1024;

beforeAll(() => linkKernels(folder));
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  [2, 1, '10 21\n21 10\n'],
  [4, 2, '10 12 21 21\n12 10 21 21\n21 21 10 12\n21 21 12 10\n'],
  [
    8,
    2,
    [
      '10 12 12 12 21 21 21 21',
      '12 10 12 12 21 21 21 21',
      '12 12 10 12 21 21 21 21',
      '12 12 12 10 21 21 21 21',
      '21 21 21 21 10 12 12 12',
      '21 21 21 21 12 10 12 12',
      '21 21 21 21 12 12 10 12',
      '21 21 21 21 12 12 12 10',
      '',
    ].join('\n'),
  ],
])(
  'a guest of %i nodes has its distances in /sys, and memory on its last node',
  async (nodes, cpusPerNode, distances) => {
    const machine = await openTestMachine(folder, {
      shape: { nodes, cpusPerNode, memoryPerNodeBytes },
      perturb: true,
    });
    const numactl = [`--cpunodebind=${nodes - 1}`, `--membind=${nodes - 1}`];
    const [seen] = await runFixture(machine, makeTrial([['distances']]));
    const [placed] = await runFixture(machine, makeTrial([['place']], { numactl }));
    await machine.close();
    expect(seen?.stdout).toBe(distances);
    expect(JSON.parse(placed?.stdout ?? '')).toMatchObject({ node: nodes - 1, pageNode: nodes - 1 });
  },
);

test('a boot that is aborted leaves neither an emulator nor a half-written snapshot', async () => {
  const abort = new AbortController();
  const shape = { nodes: 2, cpusPerNode: 2, memoryPerNodeBytes };
  const opening = openTestMachine(folder, {
    shape,
    signal: abort.signal,
    onProgress: () => setTimeout(() => abort.abort(new Error('stopped by the user')), 500),
  });
  await expect(opening).rejects.toThrow('stopped by the user');
  expect(findProcesses(folder)).toEqual([]);
  const progress: string[] = [];
  const machine = await openTestMachine(folder, { shape, onProgress: (line) => progress.push(line) });
  await machine.close();
  expect(progress).toHaveLength(1);
});

test('two runs that want the same guest boot it once', async () => {
  const shape = { nodes: 2, cpusPerNode: 1, memoryPerNodeBytes: memoryPerNodeBytes + 1024 * 1024 };
  const progress: string[] = [];
  const open = () => openTestMachine(folder, { shape, onProgress: (line) => progress.push(line) });
  const machines = await Promise.all([open(), open()]);
  for (const machine of machines) await machine.close();
  expect(progress.sort()).toEqual([
    'booting a virtual machine of 2 nodes with 1 CPU each',
    'waiting for another run that boots the same virtual machine',
  ]);
});
