import { readdir } from 'node:fs/promises';
import { machine, release, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Environment, Fact } from '../../results/schema/environment.ts';
import type { Topology } from '../../results/schema/topology.ts';
import { readMemoryControl } from './cgroup.ts';
import { readContainer } from './container.ts';
import { makeFact, readFact } from './fact.ts';
import type { Hardware } from './hardware.ts';
import type { HostSources } from './host-sources.ts';
import { parseChoice, parseField, readText } from './read-text.ts';

export async function readHostFacts(
  sources: HostSources,
  hardware: Hardware,
  topology: Topology,
): Promise<Environment['host']> {
  const { sysRoot, procRoot } = sources;
  const [container, cpuset, memoryLimit, governor, turbo, mitigations, distribution] = await Promise.all([
    readContainer(sources),
    readCpuset(procRoot),
    readMemoryLimit(sources),
    readGovernor(sysRoot, topology),
    readTurbo(sysRoot),
    readMitigations(sysRoot),
    readDistribution(sources.root),
  ]);
  const kernel = (name: string) => readFact(join(procRoot, 'sys', name), 'this kernel has no such setting');
  return {
    ...hardware,
    memoryBytes: totalmem(),
    distribution,
    kernel: release(),
    architecture: machine(),
    container,
    cpuset,
    memoryLimit,
    governor,
    turbo,
    clocksource: await readClocksource(sysRoot),
    transparentHugepage: await readTransparentHugepage(sysRoot),
    numaBalancing: await kernel('kernel/numa_balancing'),
    zoneReclaim: await kernel('vm/zone_reclaim_mode'),
    addressRandomisation: await kernel('kernel/randomize_va_space'),
    mitigations,
    topology,
  };
}

async function readCpuset(procRoot: string): Promise<Fact> {
  const status = await readText(join(procRoot, 'self/status'));
  if (status === undefined) return { unavailable: '/proc/self/status cannot be read' };
  const cpus = parseField(status, 'Cpus_allowed_list');
  const nodes = parseField(status, 'Mems_allowed_list');
  return makeFact(cpus && `cpus ${cpus}, nodes ${nodes ?? 'not told'}`, 'the kernel tells no affinity');
}

/** The tightest limit of all groups around us, in bytes, or `none`. */
async function readMemoryLimit(sources: HostSources): Promise<Fact> {
  const files = { version1: 'memory.limit_in_bytes', version2: 'memory.max' };
  const texts = await readMemoryControl(files, sources.sysRoot, sources.procRoot);
  // Version 1 writes no limit as the largest multiple of the page size that fits, version 2 as `max`.
  const limits = texts.map(Number).filter((bytes) => Number.isInteger(bytes) && bytes < 2 ** 62);
  return { value: limits.length === 0 ? 'none' : `${Math.min(...limits)} bytes` };
}

export async function readGovernor(sysRoot: string, topology: Topology): Promise<Fact> {
  const cpus = topology.nodes.flatMap((node) => node.cpus.map((cpu) => cpu.cpu));
  const paths = cpus.map((cpu) => join(sysRoot, `devices/system/cpu/cpu${cpu}/cpufreq/scaling_governor`));
  const texts = (await Promise.all(paths.map(readText))).filter((text) => text !== undefined);
  return makeFact([...new Set(texts)].sort().join(', '), 'no frequency scaling is shown to this system');
}

export async function readTurbo(sysRoot: string): Promise<Fact> {
  const noTurbo = await readText(join(sysRoot, 'devices/system/cpu/intel_pstate/no_turbo'));
  if (noTurbo !== undefined) return { value: noTurbo === '0' ? 'on' : 'off' };
  const boost = await readText(join(sysRoot, 'devices/system/cpu/cpufreq/boost'));
  if (boost !== undefined) return { value: boost === '0' ? 'off' : 'on' };
  return { unavailable: 'no turbo switch is shown to this system' };
}

export function readClocksource(sysRoot: string): Promise<Fact> {
  const path = join(sysRoot, 'devices/system/clocksource/clocksource0/current_clocksource');
  return readFact(path, 'the kernel does not tell');
}

export async function readTransparentHugepage(sysRoot: string): Promise<Fact> {
  const text = await readText(join(sysRoot, 'kernel/mm/transparent_hugepage/enabled'));
  return makeFact(parseChoice(text ?? ''), 'this kernel has no transparent huge pages');
}

async function readMitigations(sysRoot: string): Promise<Record<string, string>> {
  const directory = join(sysRoot, 'devices/system/cpu/vulnerabilities');
  const names = (await readdir(directory).catch(() => [])).sort();
  const texts = await Promise.all(names.map((name) => readText(join(directory, name))));
  return Object.fromEntries(names.map((name, i) => [name, texts[i] ?? 'not told']));
}

async function readDistribution(root: string): Promise<string> {
  const text = (await readText(join(root, 'etc/os-release'))) ?? '';
  return /^PRETTY_NAME="?([^"\n]*)"?$/m.exec(text)?.[1] ?? 'unknown';
}
