import { join } from 'node:path';
import { about, type Check, type CheckSubject } from '../check.ts';
import { readTransparentHugepage } from '../host-facts.ts';
import { readText } from '../read-text.ts';

const randomisation = about('aslr', 'on: kernel.randomize_va_space is 2');
const hugepages = about('huge-pages', 'never or madvise');
const balancing = about('numa-balancing', 'off; it is set on in guests only, as a factor');

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
  if (value === '2') return randomisation.pass('on (2): every trial draws its own layout');
  if (value === undefined)
    return randomisation.unknown('the kernel does not tell', 'look at kernel.randomize_va_space');
  const seen = `${value === '0' ? 'off' : 'partly on'} (${value}): trials repeat one layout instead of sampling many`;
  return randomisation.warn(seen, 'set kernel.randomize_va_space to 2', [
    'sysctl -w kernel.randomize_va_space=2',
  ]);
}

function checkHugepages(mode: string | undefined): Check {
  if (mode === undefined) return hugepages.pass('none in this kernel');
  if (mode !== 'always') return hugepages.pass(mode);
  return hugepages.warn(
    'always: khugepaged merges pages in the background of a trial',
    'set transparent huge pages to madvise',
    ['echo madvise > /sys/kernel/mm/transparent_hugepage/enabled'],
  );
}

function checkBalancing(value: string | undefined): Check {
  if (value === undefined) return balancing.pass('none in this kernel');
  if (value === '0') return balancing.pass('off');
  const seen = `on (${value}): the kernel migrates pages under a trial`;
  return balancing.warn(seen, 'set kernel.numa_balancing to 0', ['sysctl -w kernel.numa_balancing=0']);
}
