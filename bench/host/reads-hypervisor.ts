import { join } from 'node:path';
import { readText } from './read-text.ts';

/**
 * Whether this system runs under a hypervisor, as its CPUs tell it: then nodes, cores and quietness are hearsay. Undefined where
 * they do not report, as other architectures than x86 do not.
 */
export async function readsHypervisor(procRoot: string): Promise<boolean | undefined> {
  const cpuinfo = (await readText(join(procRoot, 'cpuinfo'))) ?? '';
  const flags = /^flags\s*:(.*)$/m.exec(cpuinfo)?.[1];
  return flags === undefined ? undefined : /\bhypervisor\b/.test(flags);
}
