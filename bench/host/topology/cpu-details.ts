import { join } from 'node:path';
import type { Cpu } from '../../../results/schema/topology.ts';
import { readNames, readText } from '../read-text.ts';
import { parseCpuList } from './cpulist.ts';

/** Core and last-level cache of one CPU, each named by the lowest CPU that shares it. */
export async function readCpu(sysRoot: string, cpu: number): Promise<Cpu> {
  const directory = join(sysRoot, 'devices/system/cpu', `cpu${cpu}`);
  const [core, lastLevelCache] = await Promise.all([readCore(directory), readLastLevelCache(directory)]);
  return { cpu, core: core ?? cpu, lastLevelCache };
}

/**
 * The kernel's core_id repeats on every socket and may have gaps, so it cannot name a core alone.
 * thread_siblings_list is the name before Linux 5.3.
 */
async function readCore(directory: string): Promise<number | undefined> {
  const list =
    (await readText(join(directory, 'topology/core_cpus_list'))) ??
    (await readText(join(directory, 'topology/thread_siblings_list')));
  return list === undefined ? undefined : parseCpuList(list)[0];
}

async function readLastLevelCache(directory: string): Promise<number | null> {
  const entries = await readNames(join(directory, 'cache'));
  const indexes = entries.filter((entry) => /^index\d+$/.test(entry));
  const caches = await Promise.all(indexes.map((index) => readCache(join(directory, 'cache', index))));
  let last: DataCache | undefined;
  for (const cache of caches) if (cache !== undefined && cache.level > (last?.level ?? 0)) last = cache;
  return last?.firstCpu ?? null;
}

interface DataCache {
  readonly level: number;
  readonly firstCpu: number;
}

async function readCache(directory: string): Promise<DataCache | undefined> {
  const [type, level, shared] = await Promise.all(
    ['type', 'level', 'shared_cpu_list'].map((file) => readText(join(directory, file))),
  );
  const firstCpu = parseCpuList(shared ?? '')[0];
  if (type === 'Instruction' || level === undefined || firstCpu === undefined) return undefined;
  return { level: Number(level), firstCpu };
}
