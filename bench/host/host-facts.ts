import { machine, release, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Environment, Fact } from '../../results/schema/environment.ts';
import type { Topology } from '../../results/schema/topology.ts';
import { readMemoryControl } from './cgroup.ts';
import { readContainer } from './container.ts';
import { readCpuQuotas, tightestCpus } from './cpu-quota.ts';
import { makeFact, readFact, readOn, renderFact } from './fact.ts';
import type { Hardware } from './hardware.ts';
import type { HostSources } from './host-sources.ts';
import { findText, parseChoice, parseField, readNames, readText } from './read-text.ts';

export async function readHostFacts(
  sources: HostSources,
  hardware: Hardware,
  topology: Topology,
): Promise<Environment['host']> {
  const { sysRoot, procRoot } = sources;
  const [container, cpuset, memoryLimit, cpuQuota, governor, turbo, mitigations, distribution] =
    await Promise.all([
      readContainer(sources),
      readCpuset(procRoot),
      readMemoryLimit(sources),
      readCpuQuota(sources),
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
    cpuQuota,
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
  const status = await readFact(join(procRoot, 'self/status'), 'there is no /proc/self/status');
  const describe = (text: string) => {
    const cpus = parseField(text, 'Cpus_allowed_list');
    return cpus && `cpus ${cpus}, nodes ${parseField(text, 'Mems_allowed_list') ?? 'not reported'}`;
  };
  return readOn(status, describe, 'the kernel reports no affinity');
}

/** The tightest limit of all groups around us, in bytes, or `none`. */
async function readMemoryLimit(sources: HostSources): Promise<Fact> {
  const files = { version1: 'memory.limit_in_bytes', version2: 'memory.max' };
  const texts = await readMemoryControl(files, sources.sysRoot, sources.procRoot);
  // Version 1 writes no limit as the largest multiple of the page size that fits, version 2 as `max`.
  const limits = texts.map(Number).filter((bytes) => Number.isInteger(bytes) && bytes < 2 ** 62);
  return { value: limits.length === 0 ? 'none' : `${Math.min(...limits)} bytes` };
}

/** The tightest quota of CPU time of all groups around us, or `none`; unavailable where one could be hidden. */
async function readCpuQuota(sources: HostSources): Promise<Fact> {
  const reading = await readCpuQuotas(sources);
  if (reading.state === 'unknown') return { unavailable: reading.why };
  const cpus = tightestCpus(reading.quotas);
  if (cpus !== undefined) return { value: `${Number(cpus.toFixed(2))} CPUs` };
  return makeFact(
    reading.whole ? 'none' : undefined,
    'no quota in the groups that can be seen; there are others around them',
  );
}

/** The governors of all CPUs. One that is not reported beside others that are is named too: it may be any. */
export async function readGovernor(sysRoot: string, topology: Topology): Promise<Fact> {
  const cpus = topology.nodes.flatMap((node) => node.cpus.map((cpu) => cpu.cpu));
  const paths = cpus.map((cpu) => join(sysRoot, `devices/system/cpu/cpu${cpu}/cpufreq/scaling_governor`));
  const facts = await Promise.all(
    paths.map((path) => readFact(path, 'no frequency scaling is shown to this system')),
  );
  const isKnown = facts.some((fact) => 'value' in fact);
  if (!isKnown) return facts[0] ?? { unavailable: 'no CPU is shown to this system' };
  const words = facts.map((fact) => ('value' in fact ? fact.value : 'not reported of some CPUs'));
  return { value: [...new Set(words)].sort().join(', ') };
}

/** Drivers have different switches, of opposite sense. */
export const turboSwitches = [
  { path: 'devices/system/cpu/intel_pstate/no_turbo', on: '0', off: '1' },
  { path: 'devices/system/cpu/cpufreq/boost', on: '1', off: '0' },
] as const;

export async function readTurbo(sysRoot: string): Promise<Fact> {
  for (const { path, on, off } of turboSwitches) {
    const found = await findText(join(sysRoot, path));
    if (found.state === 'refused') return { unavailable: found.reason };
    if (found.state === 'silent') continue;
    const word = { [on]: 'on', [off]: 'off' }[found.text];
    return makeFact(word, `${path} holds '${found.text}'`);
  }
  return { unavailable: 'no turbo switch is shown to this system' };
}

export function readClocksource(sysRoot: string): Promise<Fact> {
  const path = join(sysRoot, 'devices/system/clocksource/clocksource0/current_clocksource');
  return readFact(path, 'the kernel does not report it');
}

export async function readTransparentHugepage(sysRoot: string): Promise<Fact> {
  const path = join(sysRoot, 'kernel/mm/transparent_hugepage/enabled');
  const whyNot = 'this kernel has no transparent huge pages';
  return readOn(await readFact(path, whyNot), parseChoice, `${path} names no mode`);
}

async function readMitigations(sysRoot: string): Promise<Record<string, string>> {
  const directory = join(sysRoot, 'devices/system/cpu/vulnerabilities');
  const names = (await readNames(directory)).sort();
  const facts = await Promise.all(names.map((name) => readFact(join(directory, name), 'not reported')));
  return Object.fromEntries(facts.map((fact, i) => [names[i] ?? '', renderFact(fact)]));
}

async function readDistribution(root: string): Promise<string> {
  const text = (await readText(join(root, 'etc/os-release'))) ?? '';
  return /^PRETTY_NAME="?([^"\n]*)"?$/m.exec(text)?.[1] ?? 'unknown';
}
