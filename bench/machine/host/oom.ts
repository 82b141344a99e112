import { join } from 'node:path';
import { readMemoryControl } from '../../host/cgroup.ts';
import { readText } from '../../host/read-text.ts';

/**
 * How many processes the kernel has killed for want of memory, as close to us as it reports: in our memory cgroup
 * (which also counts kills of a machine-wide shortage), else on the whole machine. 0 when nothing tells.
 */
export async function readOomKills(sysRoot = '/sys', procRoot = '/proc'): Promise<number> {
  const files = { version1: 'memory.oom_control', version2: 'memory.events' };
  const [own] = (await readMemoryControl(files, sysRoot, procRoot)).flatMap(parseCounter);
  if (own !== undefined) return own;
  return parseCounter((await readText(join(procRoot, 'vmstat'))) ?? '')[0] ?? 0;
}

function parseCounter(text: string): number[] {
  const digits = /^oom_kill (\d+)$/m.exec(text)?.[1];
  return digits === undefined ? [] : [Number(digits)];
}
