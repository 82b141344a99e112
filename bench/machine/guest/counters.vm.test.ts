import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Counters } from '../../../results/schema/counters.ts';
import { cacheDirectory } from '../../cache-directory.ts';
import { makeCounts } from '../../run/make-process.ts';
import { readLines } from '../../run/read-lines.ts';
import type { BuiltTarget } from '../../targets/built-target.ts';
import { linkKernels, makeTrial, openTestMachine } from './testing/open-test-machine.ts';
import { buildProgramTarget } from './testing/program-target.ts';
import type { VirtualMachine } from './virtual-machine.ts';

const kernels = ['linux-image-cloud-amd64', 'linux-image-6.12-cloud-amd64'];
const folder = mkdtempSync(join(tmpdir(), 'numa-lab-counters-'));
let program: BuiltTarget;

beforeAll(() => {
  linkKernels(folder);
  program = buildProgramTarget(folder, 'musl-gcc');
});
afterAll(() => rmSync(folder, { recursive: true }));

const isFetched = (kernel: string) => existsSync(join(cacheDirectory(), 'kernels', kernel, 'kernel.json'));

describe.each(kernels.filter(isFetched))('in a guest with %s', (kernelPackage) => {
  let machine: VirtualMachine;
  beforeAll(async () => {
    const targets = new Map([['fixture', program]]);
    machine = await openTestMachine(folder, { kernelPackage, targets, freshGuest: 'run' });
  });
  afterAll(() => machine.close());

  async function count(workload: string, threads: string, ...more: string[]): Promise<Counters> {
    const once = ['--mode', 'count', '--samples', '1', '--warmup', '0', '--seed', '1'];
    const command = makeTrial([[workload, '--threads', threads, ...once, ...more]]);
    const output = await machine.runTrial(command, new AbortController().signal);
    if (output.state === 'broken') throw new Error(output.detail);
    const [process] = output.processes;
    const read = readLines(process?.stdout ?? '', 'count', false);
    if (read.state === 'bad') throw new Error(`${read.detail}\n${process?.stderr}`);
    const { counters } = makeCounts(read.lines);
    if (counters === null) throw new Error('no counters');
    return counters;
  }

  test('every call of one thread is counted: blocks that musl maps one by one', async () => {
    const churn = ['--sizes', 'fixed:200000', '--slots', '4', '--operations', '100'];
    const { systemCalls, futex, kernel } = await count('churn', '0:0', ...churn);
    // Four blocks before the pass and a hundred in it; one guard page before the allocator's own records, which come from brk.
    expect(systemCalls).toMatchObject({ brk: 2, mmap: 1 + 104, munmap: 100, madvise: 0, clone: 0, other: 0 });
    expect(futex).toEqual({ calls: 0, waits: 0, refusedWaits: 0, wakes: 0, idleWakes: 0 });
    // 49 pages of every block are written.
    expect(kernel.userFaults).toBeGreaterThanOrEqual(104 * 49);
    expect(kernel.userFaults).toBeLessThan(104 * 49 + 10);
  });

  test('threads made after the counters were opened are counted, those of both nodes', async () => {
    const churn = ['--sizes', 'fixed:200000', '--slots', '4', '--operations', '100', '--turn', '16'];
    const { systemCalls, futex } = await count('churn', '0:0,1:2', ...churn);
    expect(systemCalls).toMatchObject({ brk: 2, mmap: 1 + 208, munmap: 200, clone: 0, other: 0 });
    // The turns are handed on by futex calls of the harness, which are left out.
    expect(futex).toEqual({ calls: 0, waits: 0, refusedWaits: 0, wakes: 0, idleWakes: 0 });
  });

  test('threads that a workload creates are counted one by one', async () => {
    const { systemCalls } = await count('threads', '0:0', '--operations', '20');
    expect(systemCalls).toMatchObject({ clone: 20, exit: 20 });
  });

  test('what an emulated processor does not have is said, and is not zero', async () => {
    const { hardware } = await count('churn', '0:0', '--operations', '10', '--slots', '4');
    expect(Object.keys(hardware).length).toBeGreaterThan(0);
    for (const counter of Object.values(hardware)) {
      expect(counter).toEqual({ unavailable: 'this machine has no such counter' });
    }
  });
});
