import { join } from 'node:path';
import type { Fact } from '../../../results/schema/environment.ts';
import type { ObservedSettings } from '../../../results/schema/trial.ts';
import { readFact } from '../../host/fact.ts';
import { readTransparentHugepage } from '../../host/host-facts.ts';

/** Word for a setting the kernel does not have, or does not report to us. */
const unavailable = 'unavailable';

/** Kernel settings that move pages or addresses, as they are now. */
export async function readObservedSettings(sysRoot = '/sys', procRoot = '/proc'): Promise<ObservedSettings> {
  const [balancing, hugepage, randomisation] = await Promise.all([
    readFact(join(procRoot, 'sys/kernel/numa_balancing'), unavailable),
    readTransparentHugepage(sysRoot),
    readFact(join(procRoot, 'sys/kernel/randomize_va_space'), unavailable),
  ]);
  return {
    numaBalancing: wordOf(balancing),
    transparentHugepage: wordOf(hugepage),
    addressRandomisation: wordOf(randomisation),
  };
}

function wordOf(fact: Fact): string {
  return 'value' in fact ? fact.value : unavailable;
}
