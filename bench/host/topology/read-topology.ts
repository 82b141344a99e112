import { join } from 'node:path';
import type { Topology, TopologyNode, WithheldPart } from '../../../results/schema/topology.ts';
import { parseField, readText } from '../read-text.ts';
import { readCpu } from './cpu-details.ts';
import { parseCpuList } from './cpulist.ts';
import { localDistance, readDistances } from './distances.ts';
import { countPossibleCpus, isOffline, readPresentCpus } from './present-cpus.ts';

interface Limits {
  readonly isOnline: (cpu: number) => boolean;
  readonly mayUseCpu: (cpu: number) => boolean;
  readonly mayUseMemoryOf: (node: number) => boolean;
}

/** A node as the kernel shows it, whoever may use it. */
interface ShownNode {
  readonly node: number;
  readonly cpus: readonly number[];
  readonly memoryBytes: number;
}

/**
 * Nodes of this machine as this process may use them: CPUs of its affinity, memory of nodes in its cpuset. A node of which it may
 * use nothing is left out. A kernel without NUMA is one node 0.
 */
export async function readTopology(sysRoot = '/sys', procRoot = '/proc'): Promise<Topology> {
  const limits = await readLimits(sysRoot, procRoot);
  const { nodes, distances } = (await readNodes(sysRoot)) ?? (await readSingleNode(sysRoot, procRoot));
  const shown = nodes.map((node) => ({ ...node, cpus: node.cpus.filter(limits.isOnline) }));
  const all = await Promise.all(shown.map((node) => limitNode(sysRoot, node, limits)));
  const usable = [...all.entries()].filter(([, node]) => hasAnything(node) || all.length === 1);
  const withheld = shown.flatMap((node) => listWithheld(node, limits));
  const listed = new Set(shown.flatMap(({ cpus }) => cpus)).size;
  const unlistedCpus = (await countPossibleCpus(sysRoot)) - listed;
  return {
    nodes: usable.map(([, node]) => node),
    distances: usable.map(([i]) => usable.map(([j]) => distances[i]?.[j] ?? null)),
    ...(withheld.length > 0 && { withheld }),
    ...(unlistedCpus > 0 && { unlistedCpus }),
  };
}

function hasAnything({ cpus, memoryBytes }: ShownNode | TopologyNode): boolean {
  return cpus.length > 0 || memoryBytes > 0;
}

/** cpu/online has no say beside the affinity: a container may be shown another list than that of its CPUs. */
async function readLimits(sysRoot: string, procRoot: string): Promise<Limits> {
  const status = (await readText(join(procRoot, 'self/status'))) ?? '';
  const affinity = parseField(status, 'Cpus_allowed_list');
  const inList = (list: string | undefined) => {
    const numbers = list === undefined ? undefined : new Set(parseCpuList(list));
    return (n: number) => numbers?.has(n) ?? true;
  };
  return {
    isOnline: inList(
      affinity === undefined ? await readText(join(sysRoot, 'devices/system/cpu/online')) : undefined,
    ),
    mayUseCpu: inList(affinity),
    mayUseMemoryOf: inList(parseField(status, 'Mems_allowed_list')),
  };
}

async function limitNode(sysRoot: string, shown: ShownNode, limits: Limits): Promise<TopologyNode> {
  const { node, cpus, memoryBytes } = shown;
  return {
    node,
    cpus: await Promise.all(cpus.filter(limits.mayUseCpu).map((cpu) => readCpu(sysRoot, cpu))),
    memoryBytes: limits.mayUseMemoryOf(node) ? memoryBytes : 0,
  };
}

function listWithheld({ node, cpus, memoryBytes }: ShownNode, limits: Limits): WithheldPart[] {
  const outside = cpus.filter((cpu) => !limits.mayUseCpu(cpu));
  const memory = memoryBytes > 0 && !limits.mayUseMemoryOf(node);
  return outside.length > 0 || memory ? [{ node, cpus: outside, memory }] : [];
}

interface ShownNodes {
  readonly nodes: readonly ShownNode[];
  readonly distances: readonly (readonly (number | null)[])[];
}

/** Undefined on a kernel without NUMA, and where what it reports of its nodes is hidden. */
async function readNodes(sysRoot: string): Promise<ShownNodes | undefined> {
  const online = await readText(join(sysRoot, 'devices/system/node/online'));
  if (online === undefined) return undefined;
  const numbers = parseCpuList(online);
  const nodes = await Promise.all(numbers.map((node) => readNode(sysRoot, node)));
  return nodes.some(hasAnything) ? { nodes, distances: await readDistances(sysRoot, numbers) } : undefined;
}

async function readNode(sysRoot: string, node: number): Promise<ShownNode> {
  const directory = join(sysRoot, 'devices/system/node', `node${node}`);
  const listed = parseCpuList((await readText(join(directory, 'cpulist'))) ?? '');
  const offline = await Promise.all(listed.map((cpu) => isOffline(sysRoot, cpu)));
  // Every line begins with "Node <n> "; without it the format is that of /proc/meminfo.
  const meminfo = ((await readText(join(directory, 'meminfo'))) ?? '').replaceAll(/^Node \d+ /gm, '');
  return { node, cpus: listed.filter((_, i) => !offline[i]), memoryBytes: parseMemoryBytes(meminfo) };
}

async function readSingleNode(sysRoot: string, procRoot: string): Promise<ShownNodes> {
  const meminfo = (await readText(join(procRoot, 'meminfo'))) ?? '';
  const cpus = await readPresentCpus(sysRoot);
  return {
    nodes: [{ node: 0, cpus, memoryBytes: parseMemoryBytes(meminfo) }],
    distances: [[localDistance]],
  };
}

function parseMemoryBytes(meminfo: string): number {
  const kib = /^(\d+) kB$/.exec(parseField(meminfo, 'MemTotal') ?? '')?.[1];
  return kib === undefined ? 0 : Number(kib) * 1024;
}
