import { join } from 'node:path';
import { readText } from './read-text.ts';

/** Whether this system runs under a hypervisor, as its CPUs tell it: then nodes, cores and quietness are hearsay. */
export async function readsHypervisor(procRoot: string): Promise<boolean> {
  const cpuinfo = (await readText(join(procRoot, 'cpuinfo'))) ?? '';
  return /^flags\s*:.*\bhypervisor\b/m.test(cpuinfo);
}
