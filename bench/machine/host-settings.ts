import { join } from 'node:path';
import type { ObservedSettings } from '../../results/schema/trial.ts';
import { parseChoice, readText } from '../host/read-text.ts';

/** Word for a setting the kernel does not have, or does not tell. */
const unavailable = 'unavailable';

/** Kernel settings that move pages or addresses, as they are now. */
export async function readObservedSettings(sysRoot = '/sys', procRoot = '/proc'): Promise<ObservedSettings> {
  const [balancing, hugepage, randomisation] = await Promise.all([
    readText(join(procRoot, 'sys/kernel/numa_balancing')),
    readText(join(sysRoot, 'kernel/mm/transparent_hugepage/enabled')),
    readText(join(procRoot, 'sys/kernel/randomize_va_space')),
  ]);
  return {
    numaBalancing: balancing ?? unavailable,
    transparentHugepage: parseChoice(hugepage ?? '') ?? unavailable,
    addressRandomisation: randomisation ?? unavailable,
  };
}
