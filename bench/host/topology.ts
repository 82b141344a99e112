import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Topology, TopologyNode } from '../../results/schema/topology.ts';
import { readCpu } from './cpu-details.ts';
import { parseCpuList } from './cpulist.ts';
import { parseField, readText } from './read-text.ts';

interface Limits {
  readonly mayUseCpu: (cpu: number) => boolean;
  readonly mayUseMemoryOf: (node: number) => boolean;
}

/**
 * Nodes of this machine as this process may use them: CPUs that are online and in its affinity, memory of nodes in
 * its cpuset. A node of which it may use nothing is left out. A kernel without NUMA is one node 0.
 */
export async function readTopology(sysRoot = '/sys', procRoot = '/proc'): Promise<Topology> {
  const limits = await readLimits(sysRoot, procRoot);
  const online = await readText(join(sysRoot, 'devices/system/node/online'));
  if (online === undefined) return readSingleNode(sysRoot, procRoot, limits);

  const numbers = parseCpuList(online);
  const all = await Promise.all(numbers.map((node) => readNode(sysRoot, node, limits)));
  const rows = await Promise.all(numbers.map((node) => readDistances(sysRoot, node, numbers.length)));
  const usable = [...all.keys()].filter((i) => {
    const node = all[i];
    return node !== undefined && (node.cpus.length > 0 || node.memoryBytes > 0);
  });
  return {
    nodes: usable.flatMap((i) => all[i] ?? []),
    distances: usable.map((i) => usable.flatMap((j) => rows[i]?.[j] ?? [])),
  };
}

async function readLimits(sysRoot: string, procRoot: string): Promise<Limits> {
  const status = (await readText(join(procRoot, 'self/status'))) ?? '';
  const online = await readText(join(sysRoot, 'devices/system/cpu/online'));
  const inList = (list: string | undefined) => {
    const numbers = list === undefined ? undefined : new Set(parseCpuList(list));
    return (n: number) => numbers?.has(n) ?? true;
  };
  const isOnline = inList(online);
  const isAllowed = inList(parseField(status, 'Cpus_allowed_list'));
  return {
    mayUseCpu: (cpu) => isOnline(cpu) && isAllowed(cpu),
    mayUseMemoryOf: inList(parseField(status, 'Mems_allowed_list')),
  };
}

async function readNode(sysRoot: string, node: number, limits: Limits): Promise<TopologyNode> {
  const directory = join(sysRoot, 'devices/system/node', `node${node}`);
  const cpus = parseCpuList((await readText(join(directory, 'cpulist'))) ?? '');
  // Every line begins with "Node <n> "; without it the format is that of /proc/meminfo.
  const memory = ((await readText(join(directory, 'meminfo'))) ?? '').replaceAll(/^Node \d+ /gm, '');
  return {
    node,
    cpus: await Promise.all(cpus.filter(limits.mayUseCpu).map((cpu) => readCpu(sysRoot, cpu))),
    memoryBytes: limits.mayUseMemoryOf(node) ? parseMemoryBytes(memory) : 0,
  };
}

/** The columns of a distance file are the online nodes in ascending order, not node numbers. */
async function readDistances(sysRoot: string, node: number, columns: number): Promise<number[]> {
  const path = join(sysRoot, 'devices/system/node', `node${node}`, 'distance');
  const row = ((await readText(path)) ?? '').split(/\s+/).map(Number);
  if (row.length !== columns || row.some((distance) => !Number.isInteger(distance) || distance < 1)) {
    throw new Error(`${path} does not hold ${columns} distances`);
  }
  return row;
}

async function readSingleNode(sysRoot: string, procRoot: string, limits: Limits): Promise<Topology> {
  const cpus = (await readPresentCpus(sysRoot)).filter(limits.mayUseCpu);
  const memory = (await readText(join(procRoot, 'meminfo'))) ?? '';
  const node: TopologyNode = {
    node: 0,
    cpus: await Promise.all(cpus.map((cpu) => readCpu(sysRoot, cpu))),
    memoryBytes: parseMemoryBytes(memory),
  };
  return { nodes: [node], distances: [[localDistance]] };
}

/** What the ACPI specification gives a node to itself (SLIT), and what every kernel prints there. */
const localDistance = 10;

async function readPresentCpus(sysRoot: string): Promise<number[]> {
  const entries = await readdir(join(sysRoot, 'devices/system/cpu')).catch(() => []);
  const numbers = entries.flatMap((entry) => /^cpu(\d+)$/.exec(entry)?.[1] ?? []).map(Number);
  return numbers.sort((a, b) => a - b);
}

function parseMemoryBytes(meminfo: string): number {
  const kib = /^(\d+) kB$/.exec(parseField(meminfo, 'MemTotal') ?? '')?.[1];
  return kib === undefined ? 0 : Number(kib) * 1024;
}
