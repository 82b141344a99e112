import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findProcesses } from './testing/find-processes.ts';
import { linkKernels, makeTrial, openTestMachine, runFixture } from './testing/open-test-machine.ts';
import type { VirtualMachine } from './virtual-machine.ts';
import { makeVirtualTopology } from './virtual-topology.ts';

const folder = mkdtempSync(join(tmpdir(), 'numa-lab-vm-'));
let machine: VirtualMachine;

beforeAll(async () => {
  linkKernels(folder);
  const progress: string[] = [];
  machine = await openTestMachine(folder, { onProgress: (line) => progress.push(line) });
  expect(progress).toEqual(['booting a virtual machine of 2 nodes with 2 CPUs each']);
});

afterAll(async () => {
  await machine.close();
  expect(findProcesses(folder)).toEqual([]);
  rmSync(folder, { recursive: true });
});

/** Standard output of one process of the fixture. */
async function run(...arguments_: string[]): Promise<string> {
  const [process] = await runFixture(machine, makeTrial([arguments_]));
  expect(process?.exit).toEqual({ state: 'exited', code: 0 });
  return process?.stdout ?? '';
}

describe('a guest of 2 nodes with 2 CPUs', () => {
  test('says what it is', () => {
    expect(machine.kind).toBe('virtual');
    expect(machine.topology).toEqual(
      makeVirtualTopology({ nodes: 2, cpusPerNode: 2, memoryPerNodeBytes: 192 * 1024 * 1024 }),
    );
    expect(machine.description.kernel).toMatch(/^\d+\.\d+/);
    expect(machine.description.kernelSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(machine.description.initramfsSha256).toMatch(/^[0-9a-f]{64}$/);
  });

  test('is restored, not booted, when it is opened again', async () => {
    const progress: string[] = [];
    const again = await openTestMachine(folder, { onProgress: (line) => progress.push(line) });
    expect(progress).toEqual([]);
    expect(again.description).toEqual(machine.description);
    await runFixture(again, makeTrial([['echo']]));
    await again.close();
  });

  test('passes arguments and keeps the two outputs apart', async () => {
    const [process] = await runFixture(machine, makeTrial([['echo', 'one', 'two words', '']]));
    expect(process).toEqual({
      exit: { state: 'exited', code: 0 },
      stdout: '{"argument":"one"}\n{"argument":"two words"}\n{"argument":""}\n',
      stderr: 'a word for people\n',
    });
  });

  test.each([
    [0, 1],
    [1, 0],
    [1, 1],
  ])('puts the program on node %i and its memory on node %i through numactl', async (cpuNode, memoryNode) => {
    const numactl = [`--cpunodebind=${cpuNode}`, `--membind=${memoryNode}`];
    const [process] = await runFixture(machine, makeTrial([['place']], { numactl }));
    expect(JSON.parse(process?.stdout ?? '')).toMatchObject({ node: cpuNode, pageNode: memoryNode });
  });

  test('refuses a node that it lacks before numactl answers with its usage', async () => {
    const command = makeTrial([['place']], { numactl: ['--membind=2'] });
    await expect(machine.runTrial(command, new AbortController().signal)).rejects.toMatchObject({
      name: 'UserError',
    });
  });

  test('sets and reports kernel settings', async () => {
    const settings = {
      numaBalancing: '1',
      transparentHugepage: 'madvise',
      addressRandomisation: '2',
    } as const;
    const other = await openTestMachine(folder, { settings });
    const output = await other.runTrial(makeTrial([['settings']]), new AbortController().signal);
    expect(output).toMatchObject({
      state: 'ran',
      settings,
      processes: [{ stdout: 'always [madvise] never\n1\n2\n' }],
    });
    await other.close();
  });

  test('starts several processes together, each with its own output', async () => {
    const numactl = ['--localalloc'];
    const processes = await runFixture(
      machine,
      makeTrial(
        [
          ['gate', '--gate'],
          ['gate', '--gate'],
        ],
        { numactl },
      ),
    );
    const started = { exit: { state: 'exited', code: 0 }, stdout: '{"started":true}\n', stderr: '' };
    expect(processes).toEqual([started, started]);
  });

  test('lets a process through its gate when the other one has died', async () => {
    const processes = await runFixture(machine, makeTrial([['gate', '--gate'], ['crash']]));
    expect(processes.map((process) => process.exit)).toEqual([
      { state: 'exited', code: 0 },
      { state: 'signalled', signal: 'SIGSEGV' },
    ]);
  });

  test('keeps more than a megabyte of output whole', async () => {
    const stdout = await run('big', '1200000');
    const lines = stdout.trimEnd().split('\n');
    expect(stdout.length).toBeGreaterThan(1_100_000);
    expect(lines.every((line, index) => line.startsWith(`{"line":${String(index).padStart(8, '0')},`))).toBe(
      true,
    );
  });

  test('keeps output whole while stray bytes come over the channel', async () => {
    const stdout = await run('noise');
    const once = await run('big');
    expect(stdout).toBe(once.repeat(200));
  });
});

describe('a trial that ends badly is reported as it ended, and the next one runs', () => {
  test.each([
    ['crash', [], { state: 'signalled', signal: 'SIGSEGV' }, 'about to crash\n'],
    ['leave', ['3'], { state: 'exited', code: 3 }, 'leaving\n'],
    ['eat', [], { state: 'out-of-memory' }, ''],
    ['no such mode', [], { state: 'exited', code: 2 }, 'unknown mode\n'],
  ])('%s', async (mode, rest, exit, stderr) => {
    const [process] = await runFixture(machine, makeTrial([[mode, ...rest]]));
    expect(process).toMatchObject({ exit, stderr });
  });

  test('hanging, by the time limit and with what it had printed', async () => {
    const processes = await runFixture(
      machine,
      makeTrial([['hang'], ['spin'], ['echo']], { timeoutMs: 1500 }),
    );
    expect(processes.map((process) => process.exit.state)).toEqual(['timed-out', 'timed-out', 'exited']);
    expect(processes[0]?.stdout).toBe('{"begun":true}\n');
  });

  test('out of memory on the node it is bound to, while the other node has plenty', async () => {
    const numactl = ['--cpunodebind=0', '--membind=1'];
    const [process] = await runFixture(machine, makeTrial([['eat']], { numactl }));
    expect(process?.exit).toEqual({ state: 'out-of-memory' });
  });

  test('printing garbage, every byte of it', async () => {
    const stdout = await run('garbage', '4096');
    const bytes = Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 31) & 255));
    expect(stdout).toBe(bytes.toString('utf8'));
  });

  test('taking the guest down with it', async () => {
    const output = await machine.runTrial(makeTrial([['panic']]), new AbortController().signal);
    expect(output.state).toBe('broken');
    expect(output.state === 'broken' && output.stderr).toContain('Kernel panic');
    expect(await run('echo')).toBe('');
    expect(readFileSync(join(folder, 'console.log'), 'utf8')).toContain('sysrq');
  });

  test.each([0, 30, 150, 300, 700])(
    'aborted after %i ms, with the reason given and no emulator left',
    async (afterMs) => {
      const abort = new AbortController();
      const trial = machine.runTrial(makeTrial([['hang']]), abort.signal);
      setTimeout(() => abort.abort(new Error('stopped by the user')), afterMs);
      await expect(trial).rejects.toThrow('stopped by the user');
      expect(findProcesses(folder)).toEqual([]);
    },
  );
});

/** The saved state of the only guest in a cache. */
function stateIn(cache: string): string {
  const [snapshot = ''] = readdirSync(join(cache, 'snapshots')).filter((name) => !name.endsWith('.lock'));
  return join(cache, 'snapshots', snapshot, 'state');
}

test('a saved state that is damaged costs no trial, whenever that happened', async () => {
  const other = mkdtempSync(join(tmpdir(), 'numa-lab-damaged-'));
  linkKernels(other);
  const said: string[] = [];
  const open = () => openTestMachine(other, { onProgress: (line) => said.push(line) });
  const booting = 'booting a virtual machine of 2 nodes with 2 CPUs each';
  const machine = await open();
  const run = (command = makeTrial([['echo']])) => machine.runTrial(command, new AbortController().signal);
  const state = stateIn(other);
  const size = statSync(state).size;

  // While it is open: found when it cannot be restored.
  writeFileSync(state, Buffer.alloc(size));
  expect(await run()).toMatchObject({
    state: 'ran',
    lostStarts: [expect.stringContaining('migrate-incoming')],
  });
  expect(said.splice(0)).toEqual([
    booting,
    'the virtual machine broke before trial 0 began, and is started again',
    booting,
  ]);
  expect(await run()).toMatchObject({ state: 'ran', lostStarts: [] });
  await machine.close();

  // Before it is opened, in memory of the guest that it could be restored with.
  const bytes = readFileSync(state);
  bytes.fill(0, Math.floor(size / 2), Math.floor(size / 2) + 4096);
  writeFileSync(state, bytes);
  const again = await open();
  expect(said).toEqual(['the saved virtual machine in the cache is damaged and is not used', booting]);
  expect(await again.runTrial(makeTrial([['echo']]), new AbortController().signal)).toMatchObject({
    state: 'ran',
    lostStarts: [],
  });
  await again.close();
  expect(findProcesses(other)).toEqual([]);
  rmSync(other, { recursive: true });
});

test('a guest that cannot be booted is reported in one line', async () => {
  const other = mkdtempSync(join(tmpdir(), 'numa-lab-unbootable-'));
  const kernel = join(other, 'kernels', 'linux-image-cloud-amd64');
  mkdirSync(kernel, { recursive: true });
  writeFileSync(join(kernel, 'vmlinuz'), 'no kernel');
  const record = {
    package: 'linux-image-x',
    version: '1',
    sha256: createHash('sha256').update('no kernel').digest('hex'),
  };
  writeFileSync(join(kernel, 'kernel.json'), JSON.stringify(record));
  await expect(openTestMachine(other)).rejects.toMatchObject({
    name: 'UserError',
    message: expect.stringContaining('the virtual machine does not boot: the guest ended: qemu'),
    hint: expect.stringContaining('numa-lab doctor'),
  });
  expect(findProcesses(other)).toEqual([]);
  rmSync(other, { recursive: true });
});

describe('how fresh the guest is', () => {
  test('every trial starts from the saved state by default', async () => {
    expect(await run('runs')).toBe('1\n');
    expect(await run('runs')).toBe('1\n');
  });

  test('the trials of a block share a guest when asked to', async () => {
    const shared = await openTestMachine(folder, { freshGuest: 'block' });
    const outputs = [];
    for (const block of [0, 0, 1, 1]) {
      outputs.push((await runFixture(shared, makeTrial([['runs']], { block })))[0]?.stdout);
    }
    expect(outputs).toEqual(['1\n', '2\n', '1\n', '2\n']);
    await shared.close();
    expect(findProcesses(folder)).toEqual([]);
  });

  test('a shared guest is replaced after a trial that ended badly', async () => {
    const shared = await openTestMachine(folder, { freshGuest: 'run' });
    const outputs = [];
    for (const mode of ['runs', 'runs', 'crash', 'runs']) {
      outputs.push((await runFixture(shared, makeTrial([[mode]], { block: outputs.length })))[0]?.stdout);
    }
    expect(outputs).toEqual(['1\n', '2\n', '', '1\n']);
    await shared.close();
    await shared.close();
  });
});
