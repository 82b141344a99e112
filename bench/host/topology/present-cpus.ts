import { join } from 'node:path';
import { readNames, readText } from '../read-text.ts';
import { parseCpuList } from './cpulist.ts';

/** CPUs that the machine has and that are not switched off, ascending, whoever may use them. */
export async function readPresentCpus(sysRoot: string): Promise<number[]> {
  const cpus = await readCpuFolders(sysRoot);
  const offline = await Promise.all(cpus.map((cpu) => isOffline(sysRoot, cpu)));
  return cpus.filter((_, i) => !offline[i]);
}

/** Whether a CPU is switched off, as its own file tells; one that cannot be has none. The list cpu/online may be another container's view. */
export async function isOffline(sysRoot: string, cpu: number): Promise<boolean> {
  return (await readText(join(sysRoot, `devices/system/cpu/cpu${cpu}/online`))) === '0';
}

/** How many CPUs the kernel provides for. glibc takes them for those of the machine (_SC_NPROCESSORS_CONF). */
export async function countPossibleCpus(sysRoot: string): Promise<number> {
  const possible = await readText(join(sysRoot, 'devices/system/cpu/possible'));
  return possible === undefined ? (await readCpuFolders(sysRoot)).length : parseCpuList(possible).length;
}

async function readCpuFolders(sysRoot: string): Promise<number[]> {
  const entries = await readNames(join(sysRoot, 'devices/system/cpu'));
  const numbers = entries.flatMap((entry) => /^cpu(\d+)$/.exec(entry)?.[1] ?? []).map(Number);
  return numbers.sort((a, b) => a - b);
}
