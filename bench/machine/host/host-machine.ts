import type { Topology } from '../../../results/schema/topology.ts';
import type { Addon } from '../../addon/addon.ts';
import { readThrottling, throttlingBetween } from '../../host/cpu-quota.ts';
import { findProgram } from '../../host/find-program.ts';
import { thisHost } from '../../host/host-sources.ts';
import { type RunTool, runTool } from '../../host/run-tool.ts';
import { renderCpuList } from '../../host/topology/cpulist.ts';
import type { BuiltTarget } from '../../targets/built-target.ts';
import { UserError } from '../../user-error.ts';
import type {
  Machine,
  ProcessCommand,
  ProcessExit,
  ProcessMemory,
  ProcessOutput,
  TrialOutput,
} from '../machine.ts';
import { makeProcessEnvironment } from '../process-environment.ts';
import { checkNumactlArguments, type Launch, type LaunchTools, makeLaunch } from './launch.ts';
import { readOomKills } from './oom.ts';
import { type EndedProcess, type HostProcess, startProcess } from './process.ts';
import { type StopSampling, startSampling } from './sampling.ts';
import { readObservedSettings } from './settings.ts';

/** A trial prints some kilobytes; this much only a program that has lost its way. */
const outputLimit = 64 * 1024 * 1024;

/**
 * This machine. Throws UserError when numactl or setpriv is missing or refused, for an environment of a target that
 * is not available, or when a trial asks for a node that is not here. `runTrial` rejects with the signal's reason when aborted, after every process of the trial has ended.
 */
export async function openHostMachine(options: {
  readonly targets: ReadonlyMap<string, BuiltTarget>;
  readonly topology: Topology;
  /** How memory is sampled; undefined without the addon. */
  readonly sampleMemory?: Addon['sampleMemory'] | undefined;
}): Promise<Machine> {
  const tools = await findLaunchTools(options.topology);
  // An environment that is not available is told before the first trial.
  for (const target of options.targets.values()) makeProcessEnvironment(target);
  const open = new Set<HostProcess>();

  const makePlannedLaunch = (command: ProcessCommand): PlannedLaunch => {
    const target = options.targets.get(command.target);
    if (target === undefined) throw new Error(`target ${command.target} was planned but not built`);
    checkNumactlArguments(command.numactl, options.topology);
    return { ...makeLaunch(tools, command, target), gate: command.arguments.includes('--gate') };
  };
  const start = async ({ gate, ...launch }: PlannedLaunch): Promise<HostProcess> => {
    const process = await startProcess(launch, { gate, outputLimit });
    open.add(process);
    void process.ended.finally(() => open.delete(process));
    return process;
  };

  return {
    kind: 'host',
    topology: options.topology,
    runTrial: async (command, signal) => {
      const launches = command.processes.map(makePlannedLaunch);
      const { timeoutMs, memorySampleHz: hz } = command;
      const sample = ({ pid }: HostProcess, perSecond: number) =>
        startSampling(pid, perSecond, options.sampleMemory);
      return runTrial(
        { launches, timeoutMs, sample: hz === undefined ? undefined : (process) => sample(process, hz) },
        signal,
        start,
      );
    },
    close: async () => {
      const left = [...open];
      for (const process of left) process.kill();
      await Promise.all(left.map((process) => process.ended));
    },
  };
}

interface PlannedLaunch extends Launch {
  readonly gate: boolean;
}

interface HostTrial {
  readonly launches: readonly PlannedLaunch[];
  readonly timeoutMs: number;
  /** Begins to sample the memory of a process; undefined when nobody asked for it. */
  readonly sample: ((process: HostProcess) => StopSampling) | undefined;
}

async function runTrial(
  trial: HostTrial,
  signal: AbortSignal,
  start: (launch: PlannedLaunch) => Promise<HostProcess>,
): Promise<TrialOutput> {
  signal.throwIfAborted();
  const settings = await readObservedSettings();
  const killsBefore = await readOomKills();
  const throttlingBefore = await readThrottling(thisHost);
  const processes: HostProcess[] = [];
  let timedOut = false;
  const killAll = () => {
    for (const process of processes) process.kill();
  };
  const timer = setTimeout(() => {
    timedOut = true;
    killAll();
  }, trial.timeoutMs);
  signal.addEventListener('abort', killAll);
  try {
    for (const launch of trial.launches) processes.push(await start(launch));
    // An end that came while they were being started found only some of them.
    if (signal.aborted || timedOut) killAll();
    const samplings = await openGates(processes, trial.sample);
    const ended = await Promise.all(processes.map((process) => process.ended));
    const memory = samplings.map((stop) => stop());
    signal.throwIfAborted();
    const throttling = throttlingBetween(throttlingBefore, await readThrottling(thisHost));
    const outOfMemory = (await readOomKills()) > killsBefore;
    return {
      state: 'ran',
      settings,
      throttling,
      processes: ended.map((one, i) => makeOutput(one, memory[i], { timedOut, outOfMemory })),
    };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', killAll);
  }
}

/**
 * Lets all processes into the measured part at once. One that ended early does not hold up the others: they finish,
 * and the trial's record reports the one that failed, not our killing the rest. Sampling begins right before.
 */
async function openGates(
  processes: readonly HostProcess[],
  sample: HostTrial['sample'],
): Promise<readonly StopSampling[]> {
  await Promise.all(processes.map((process) => process.ready));
  const samplings = sample === undefined ? [] : processes.map(sample);
  for (const process of processes) process.openGate();
  return samplings;
}

interface Circumstances {
  readonly timedOut: boolean;
  readonly outOfMemory: boolean;
}

function makeOutput(
  ended: EndedProcess,
  memory: ProcessMemory | undefined,
  circumstances: Circumstances,
): ProcessOutput {
  const output = { exit: makeExit(ended, circumstances), stdout: ended.stdout, stderr: ended.stderr };
  return memory === undefined ? output : { ...output, memory };
}

function makeExit({ code, signal }: EndedProcess, { timedOut, outOfMemory }: Circumstances): ProcessExit {
  if (code !== undefined) return { state: 'exited', code };
  if (signal === 'SIGKILL' && timedOut) return { state: 'timed-out' };
  if (signal === 'SIGKILL' && outOfMemory) return { state: 'out-of-memory' };
  return { state: 'signalled', signal: signal ?? 'unknown' };
}

/** Finds numactl and setpriv and starts nothing through them once, so that a run fails before its first trial. */
export async function findLaunchTools(topology: Topology, run: RunTool = runTool): Promise<LaunchTools> {
  const setpriv = await findTool('setpriv', 'util-linux', '; or use --machine virtual');
  // The virtual machine takes numactl from here as well.
  const numactl = await findTool('numactl', 'numactl');
  const cpus = renderCpuList(topology.nodes.flatMap((node) => node.cpus.map((cpu) => cpu.cpu)));
  const answer = await run(setpriv, ['--pdeathsig', 'KILL', numactl, `--physcpubind=${cpus}`, 'true']);
  if (answer.state === 'exited' && answer.code === 0) return { setpriv, numactl };
  const why = answer.state === 'exited' ? answer.stderr.trim().split('\n')[0] : answer.detail;
  throw new UserError(`no program can be started through setpriv and numactl: ${why}`, {
    hint: 'setpriv must be that of util-linux 2.33 or later; `numa-lab doctor` says more',
  });
}

async function findTool(name: string, debianPackage: string, orElse = ''): Promise<string> {
  const path = await findProgram(name);
  if (path !== undefined) return path;
  throw new UserError(`${name} is not installed`, {
    hint: `on Debian: apt-get install ${debianPackage}${orElse}`,
  });
}
