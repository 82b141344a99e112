import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { makeShellTarget } from '../../../test/fixtures/shell-target.ts';
import type { Addon } from '../../addon/addon.ts';
import { addonPath, loadAddon } from '../../addon/load-addon.ts';
import { findProgram } from '../../host/find-program.ts';
import { parseField } from '../../host/read-text.ts';
import { readTopology } from '../../host/topology/read-topology.ts';
import { findLabRoot } from '../../lab-root.ts';
import { UserError } from '../../user-error.ts';
import type { Machine, ProcessCommand, TrialCommand, TrialOutput } from '../machine.ts';
import { findLaunchTools, openHostMachine } from './host-machine.ts';
import { makeLaunch } from './launch.ts';

const hasTools = (await findProgram('numactl')) !== undefined && (await findProgram('setpriv')) !== undefined;
const topology = await readTopology();
const cpu = topology.nodes.flatMap((node) => node.cpus)[0]?.cpu ?? 0;

async function openWith(
  script: string,
  sampleMemory?: Addon['sampleMemory'],
): Promise<{ machine: Machine; path: string }> {
  const target = await makeShellTarget(script);
  const targets = new Map([['fixture', target]]);
  const machine = await openHostMachine({ targets, topology, sampleMemory });
  onTestFinished(() => machine.close());
  return { machine, path: target.path };
}

function process(...args: string[]): ProcessCommand {
  return { target: 'fixture', numactl: [`--physcpubind=${cpu}`, '--localalloc'], arguments: args };
}

function trial(processes: ProcessCommand[], timeoutMs = 30_000): TrialCommand {
  return { trial: 0, block: 0, seed: '1', processes, timeoutMs };
}

function run(machine: Machine, command: TrialCommand): Promise<TrialOutput> {
  return machine.runTrial(command, new AbortController().signal);
}

function processesOf(output: TrialOutput) {
  if (output.state !== 'ran') throw new Error(`the machine is ${output.state}`);
  return output.processes;
}

/** True until a process is gone or waits, dead, to be reaped by whoever inherited it. */
async function isAlive(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => 'State:\tX');
  return !/^[XZ]/.test(parseField(status, 'State') ?? 'X');
}

describe.skipIf(!hasTools)('a trial on the host', () => {
  test('runs bound to its CPU, in an environment of its own, and hands over both streams', async () => {
    vi.stubEnv('MALLOC_CONF', 'narenas:1');
    onTestFinished(() => void vi.unstubAllEnvs());
    const { machine } = await openWith(
      'grep Cpus_allowed_list /proc/self/status; env >&2; echo "$@"; exit 3',
    );
    const output = await run(machine, trial([process('churn', '--seed', '7')]));
    const [first] = processesOf(output);
    expect(first?.exit).toEqual({ state: 'exited', code: 3 });
    expect(first?.stdout).toBe(`Cpus_allowed_list:\t${cpu}\nchurn --seed 7\n`);
    expect(first?.stderr).not.toContain('MALLOC_CONF');
  });

  test('tells the settings of the kernel at its start', async () => {
    const { machine } = await openWith('exit 0');
    const output = await run(machine, trial([process()]));
    const aslr = (await readFile('/proc/sys/kernel/randomize_va_space', 'utf8')).trim();
    expect(output.state === 'ran' && output.settings.addressRandomisation).toBe(aslr);
  });

  test('opens all gates only when the slowest process is ready, and hides the ready lines', async () => {
    const script = [
      'mark="$0.ready-$2"; peer="$0.ready-$3"; : > "$mark"',
      'printf "{\\"type\\":\\"ready\\"}\\n"; read -r byte',
      'test -e "$peer" && echo together',
    ].join('\n');
    const { machine } = await openWith(script);
    const output = await run(machine, trial([process('--gate', 'a', 'b'), process('--gate', 'b', 'a')]));
    expect(processesOf(output).map((one) => one.stdout)).toEqual(['together\n', 'together\n']);
  });

  test('lets the others finish when one process fails before its gate', async () => {
    const script = 'test "$2" = bad && exit 77; echo \'{"type":"ready"}\'; read -r byte && echo done';
    const { machine } = await openWith(script);
    const output = await run(machine, trial([process('--gate', 'bad'), process('--gate', 'good')]));
    expect(processesOf(output).map((one) => one.exit)).toEqual([
      { state: 'exited', code: 77 },
      { state: 'exited', code: 0 },
    ]);
  });

  const gated = 'echo \'{"type":"ready"}\'; read -r byte; : > "$0.opened"; echo $$';

  test('is sampled from before its gate opens until after it has ended, when asked to', async () => {
    const seen: string[] = [];
    const sampleMemory: Addon['sampleMemory'] = (pid, everyMs) => {
      const name = readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0')[1] ?? '';
      seen.push(`pid ${pid} every ${everyMs}, opened: ${existsSync(`${name}.opened`)}`);
      return {
        stop: () => {
          seen.push(`stopped, alive: ${existsSync(`/proc/${pid}`)}`);
          throw new Error('enough');
        },
      };
    };
    const { machine } = await openWith(gated, sampleMemory);
    const output = await run(machine, { ...trial([process('--gate')]), memorySampleHz: 20 });
    const [first] = processesOf(output);
    expect(seen).toEqual([`pid ${first?.stdout.trim()} every 50, opened: false`, 'stopped, alive: false']);
    expect(first).toMatchObject({
      exit: { state: 'exited', code: 0 },
      memory: { counts: { state: 'unavailable', reason: 'enough' } },
    });
    expect(processesOf(await run(machine, trial([process('--gate')])))[0]).not.toHaveProperty('memory');
    expect(seen).toHaveLength(2);
  });

  test('goes on without the addon, and says what is missing', async () => {
    const { machine } = await openWith(gated);
    const output = await run(machine, { ...trial([process('--gate')]), memorySampleHz: 20 });
    expect(processesOf(output)[0]).toMatchObject({
      exit: { state: 'exited', code: 0 },
      memory: { counts: { state: 'unavailable', reason: 'the addon is not built' } },
    });
  });

  const addon = loadAddon(addonPath(findLabRoot()));

  test.skipIf(addon === undefined)(
    'shows the memory of a program, and survives one that ends at once',
    async () => {
      const script = `test "$2" = dies && exit 3; ${gated}`;
      const { machine } = await openWith(script, addon?.sampleMemory);
      const command = trial([process('--gate', 'lives'), process('--gate', 'dies')]);
      const [lives, dies] = processesOf(await run(machine, { ...command, memorySampleHz: 1000 }));
      expect(lives?.memory).toMatchObject({
        counts: { state: 'sampled', walks: { sample: [0] } },
        times: { atNs: expect.anything() },
      });
      expect(dies).toMatchObject({
        exit: { state: 'exited', code: 3 },
        memory: { counts: { state: 'unavailable' } },
      });
    },
  );

  test('ends when the program does, although what it forked fled and holds its output', async () => {
    const flee = `setsid sh -c 'echo $$ > "$0.pid"; exec sleep 20' "$0" &`;
    const { machine } = await openWith(`${flee} until [ -s "$0.pid" ]; do sleep 0.01; done; cat "$0.pid"`);
    const [first] = processesOf(await run(machine, trial([process()])));
    expect(first?.exit).toEqual({ state: 'exited', code: 0 });
    const fled = Number(first?.stdout);
    expect(await isAlive(fled)).toBe(true);
    globalThis.process.kill(fled);
  });

  test('ends at its time limit, with everything it has forked', async () => {
    const { machine } = await openWith('sleep 600 & echo $!; wait');
    const output = await run(machine, trial([process()], 300));
    const [first] = processesOf(output);
    expect(first?.exit).toEqual({ state: 'timed-out' });
    await vi.waitFor(async () => expect(await isAlive(Number(first?.stdout))).toBe(false));
  });

  test('that dies of a signal names it', async () => {
    const { machine } = await openWith('kill -SEGV $$');
    const [first] = processesOf(await run(machine, trial([process()])));
    expect(first?.exit).toEqual({ state: 'signalled', signal: 'SIGSEGV' });
  });

  test('that prints without end is killed and says why', async () => {
    const { machine } = await openWith(
      'exec yes 0123456789012345678901234567890123456789012345678901234567890123456789',
    );
    const [first] = processesOf(await run(machine, trial([process()])));
    expect(first?.exit).toEqual({ state: 'signalled', signal: 'SIGKILL' });
    expect(first?.stderr).toContain('printed more than');
  });

  test('that is aborted rejects with the reason, and only when its processes are gone', async () => {
    const { machine, path } = await openWith('echo $$ > "$0.pid"; exec sleep 600');
    const controller = new AbortController();
    const running = machine.runTrial(trial([process()]), controller.signal);
    const pid = await vi.waitFor(async () => {
      const text = await readFile(`${path}.pid`, 'utf8');
      expect(text).toMatch(/^\d+\n$/);
      return Number(text);
    });
    controller.abort(new Error('interrupted'));
    await expect(running).rejects.toThrow('interrupted');
    expect(await isAlive(pid)).toBe(false);
  });

  test('ends when its machine is closed, also the second time', async () => {
    const { machine, path } = await openWith(': > "$0.started"; exec sleep 600');
    const running = run(machine, trial([process()]));
    await vi.waitFor(() => readFile(`${path}.started`));
    await machine.close();
    await machine.close();
    expect(processesOf(await running)[0]?.exit).toEqual({ state: 'signalled', signal: 'SIGKILL' });
  });

  test('on a node that is not here is refused before anything starts', async () => {
    const { machine } = await openWith('exit 0');
    const command = { target: 'fixture', numactl: ['--membind=1000'], arguments: [] };
    await expect(run(machine, trial([command]))).rejects.toThrow(UserError);
  });

  test('dies with an orchestrator that is killed with SIGKILL', async () => {
    const launch = makeLaunch(await findLaunchTools(topology), process(), {
      name: 'sleep',
      path: '/bin/sleep',
      environment: {},
    });
    const script = `
      const child = require('node:child_process').spawn(process.argv[1], process.argv.slice(2), { detached: true });
      child.once('spawn', () => console.log(child.pid));
    `;
    const orchestrator = spawn(globalThis.process.execPath, [
      '-e',
      script,
      launch.file,
      ...launch.arguments,
      '600',
    ]);
    let printed = '';
    orchestrator.stdout.on('data', (chunk) => {
      printed += chunk;
    });
    const pid = await vi.waitFor(async () => {
      const name = await readFile(`/proc/${printed.trim()}/comm`, 'utf8');
      expect(name).toBe('sleep\n');
      return Number(printed);
    });
    orchestrator.kill('SIGKILL');
    await vi.waitFor(async () => expect(await isAlive(pid)).toBe(false));
  });
});

describe('openHostMachine', () => {
  test.skipIf(!hasTools)('refuses an environment that is not available before any trial', async () => {
    const target = { ...(await makeShellTarget('exit 0')), environment: { MALLOC_CONF: 'é' } };
    const opening = openHostMachine({ targets: new Map([['fixture', target]]), topology });
    await expect(opening).rejects.toThrow("sets the environment variable 'MALLOC_CONF' to");
  });

  test('says which program is missing and how to get it', async () => {
    vi.stubEnv('PATH', '/nonexistent');
    onTestFinished(() => void vi.unstubAllEnvs());
    const opening = openHostMachine({ targets: new Map(), topology });
    await expect(opening).rejects.toThrow('setpriv is not installed');
    await expect(opening).rejects.toMatchObject({
      hint: expect.stringContaining('apt-get install util-linux'),
    });
  });

  test.skipIf(!hasTools)('says so when the kernel or a container refuses the start', async () => {
    const refuse = async () =>
      ({ state: 'exited', code: 1, stdout: '', stderr: 'numactl: not permitted\nmore' }) as const;
    await expect(findLaunchTools(topology, refuse)).rejects.toThrow(
      /setpriv and numactl: numactl: not permitted$/,
    );
  });
});
