import { join } from 'node:path';
import { type Check, type CheckSubject, pass, unknown, warn } from '../check.ts';
import { readTransparentHugepage } from '../host-facts.ts';
import { readText } from '../read-text.ts';

/** Kernel settings that move pages or addresses while a trial runs. */
export const checkKernelSettings: CheckSubject = async ({ sources }) => {
  const kernel = join(sources.procRoot, 'sys/kernel');
  const hugepage = await readTransparentHugepage(sources.sysRoot);
  return [
    checkRandomisation(await readText(join(kernel, 'randomize_va_space'))),
    checkHugepages('value' in hugepage ? hugepage.value : undefined),
    checkBalancing(await readText(join(kernel, 'numa_balancing'))),
  ];
};

function checkRandomisation(value: string | undefined): Check {
  if (value === '2') return pass('aslr', 'on (2): every trial draws its own layout');
  if (value === undefined)
    return unknown('aslr', 'the kernel does not tell', 'look at kernel.randomize_va_space');
  const seen = `${value === '0' ? 'off' : 'partly on'} (${value}): trials repeat one layout instead of sampling many`;
  return warn('aslr', seen, 'sysctl kernel.randomize_va_space=2');
}

function checkHugepages(mode: string | undefined): Check {
  if (mode === undefined) return pass('huge-pages', 'none in this kernel');
  if (mode !== 'always') return pass('huge-pages', mode);
  const remedy = 'echo madvise > /sys/kernel/mm/transparent_hugepage/enabled';
  return warn('huge-pages', 'always: khugepaged merges pages in the background of a trial', remedy);
}

function checkBalancing(value: string | undefined): Check {
  if (value === undefined) return pass('numa-balancing', 'none in this kernel');
  if (value === '0') return pass('numa-balancing', 'off');
  const seen = `on (${value}): the kernel migrates pages under a trial`;
  return warn('numa-balancing', seen, 'sysctl kernel.numa_balancing=0');
}
