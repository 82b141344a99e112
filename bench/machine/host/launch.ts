import type { Topology } from '../../../results/schema/topology.ts';
import { parseCpuList } from '../../host/topology/cpulist.ts';
import type { BuiltTarget } from '../../targets/built-target.ts';
import { UserError } from '../../user-error.ts';
import type { ProcessCommand } from '../machine.ts';
import { makeProcessEnvironment } from '../process-environment.ts';

/** Absolute paths of the tools every process of a trial is started through. */
export interface LaunchTools {
  readonly setpriv: string;
  readonly numactl: string;
}

/** A program, its arguments and its whole environment, for execve. */
export interface Launch {
  readonly file: string;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * setpriv and numactl each replace themselves by what they start, so that the child of the orchestrator is the
 * benchmark program itself and dies with it: the parent-death signal survives execve, and holds also when the
 * orchestrator is killed with SIGKILL, when no handler of ours runs. Both also get the environment of the target: its
 * settings are about the allocator, which they use for a few small blocks.
 */
export function makeLaunch(
  tools: LaunchTools,
  command: ProcessCommand,
  target: Pick<BuiltTarget, 'name' | 'path' | 'environment'>,
): Launch {
  return {
    file: tools.setpriv,
    arguments: ['--pdeathsig', 'KILL', tools.numactl, ...command.numactl, target.path, ...command.arguments],
    environment: makeProcessEnvironment(target),
  };
}

/** Tells whether the machine can do what an option of numactl asks. `undefined`: it can. */
type Check = (numbers: readonly number[], topology: Topology) => string | undefined;

const needCpus: Check = (nodes, topology) =>
  firstMissing(
    nodes,
    nodesWhere(topology, (node) => node.cpus.length > 0),
    'node',
    'with CPUs',
  );

const needMemory: Check = (nodes, topology) =>
  firstMissing(
    nodes,
    nodesWhere(topology, (node) => node.memoryBytes > 0),
    'node',
    'with memory',
  );

const needCpuNumbers: Check = (cpus, topology) =>
  firstMissing(
    cpus,
    topology.nodes.flatMap((node) => node.cpus.map((cpu) => cpu.cpu)),
    'CPU',
    'to use',
  );

const options: ReadonlyMap<string, Check> = new Map([
  ['--cpunodebind', needCpus],
  ['--physcpubind', needCpuNumbers],
  ['--membind', needMemory],
  ['--interleave', needMemory],
  ['--preferred', needMemory],
]);

/**
 * Refuses what numactl would answer with a page of usage text: a node or CPU that this machine has not, or that
 * the cpuset of this process forbids. Throws UserError; an option that no placement uses is a bug.
 */
export function checkNumactlArguments(numactl: readonly string[], topology: Topology): void {
  if (numactl.length === 0) throw new Error('a process was planned without a numactl policy');
  for (const argument of numactl) {
    if (argument === '--localalloc') continue;
    const [option = '', list] = argument.split('=', 2);
    const check = options.get(option);
    if (check === undefined || list === undefined)
      throw new Error(`unexpected numactl argument: ${argument}`);
    const problem = check(parseCpuList(list), topology);
    if (problem === undefined) continue;
    throw new UserError(`numactl ${argument} cannot run here: ${problem}`, {
      hint: 'see what there is with `numa-lab topology`, or use --machine virtual',
    });
  }
}

function nodesWhere(topology: Topology, has: (node: Topology['nodes'][number]) => boolean): number[] {
  return topology.nodes.filter(has).map((node) => node.node);
}

function firstMissing(
  wanted: readonly number[],
  present: readonly number[],
  what: string,
  kind: string,
): string | undefined {
  const missing = wanted.find((number) => !present.includes(number));
  return missing === undefined
    ? undefined
    : `there is no ${what} ${missing} ${kind} (there are ${present.join(', ') || 'none'})`;
}
