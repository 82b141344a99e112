import { join } from 'node:path';
import { readText } from '../host/read-text.ts';

/**
 * How many processes the kernel has killed for want of memory, as close to us as it tells: in our memory cgroup
 * (which also counts kills of a machine-wide shortage), else on the whole machine. 0 when nothing tells.
 */
export async function readOomKills(procRoot = '/proc', cgroupRoot = '/sys/fs/cgroup'): Promise<number> {
  const membership = (await readText(join(procRoot, 'self/cgroup'))) ?? '';
  for (const file of counterFiles(membership)) {
    const kills = parseCounter(await readText(join(cgroupRoot, file)));
    if (kills !== undefined) return kills;
  }
  return parseCounter(await readText(join(procRoot, 'vmstat'))) ?? 0;
}

/** Inside a container the path may be the host's while the container's own group is mounted as the root. */
function counterFiles(membership: string): string[] {
  const lines = membership.split('\n').map((line) => line.split(':'));
  const unified = lines.find(([id, controllers]) => id === '0' && controllers === '')?.[2];
  const memory = lines.find(([, controllers]) => controllers?.split(',').includes('memory'))?.[2];
  return [
    ...(memory === undefined ? [] : [`memory${memory}/memory.oom_control`, 'memory/memory.oom_control']),
    ...(unified === undefined ? [] : [`${unified}/memory.events`, 'memory.events']),
  ];
}

function parseCounter(text: string | undefined): number | undefined {
  const digits = /^oom_kill (\d+)$/m.exec(text ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}
