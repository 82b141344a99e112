import { join } from 'node:path';
import { isThere } from '../../../is-absent.ts';
import { findText, parseChoice } from '../../read-text.ts';
import { about, type Check, type CheckSubject } from '../check.ts';

const randomisation = about('aslr', 'on: kernel.randomize_va_space is 2');
const hugepages = about('huge-pages', 'never or madvise');
const balancing = about('numa-balancing', 'off; it is set on in guests only, as a factor');

/** Kernel settings that move pages or addresses while a trial runs. */
export const checkKernelSettings: CheckSubject = async ({ sources }) => {
  const kernel = join(sources.procRoot, 'sys/kernel');
  const memory = join(sources.sysRoot, 'kernel/mm');
  return [
    checkRandomisation(await readSetting(kernel, 'randomize_va_space')),
    checkHugepages(await readSetting(memory, 'transparent_hugepage/enabled')),
    checkBalancing(await readSetting(kernel, 'numa_balancing')),
  ];
};

type Setting =
  | { readonly state: 'known'; readonly text: string }
  /** This kernel has no such setting. */
  | { readonly state: 'none' }
  | { readonly state: 'unknown'; readonly reason: string };

/** A kernel without a setting shows the folder around it all the same; where that is missing too, nothing is known. */
async function readSetting(folder: string, name: string): Promise<Setting> {
  const found = await findText(join(folder, name));
  if (found.state === 'text') return { state: 'known', text: found.text };
  if (found.state === 'refused') return { state: 'unknown', reason: found.reason };
  return (await isThere(folder)) ? { state: 'none' } : { state: 'unknown', reason: `${folder} is not shown` };
}

function checkRandomisation(setting: Setting): Check {
  if (setting.state !== 'known') {
    const reason = setting.state === 'none' ? 'the kernel does not report it' : setting.reason;
    return randomisation.unknown(reason, 'look at kernel.randomize_va_space');
  }
  if (setting.text === '2') return randomisation.pass('on (2): every trial draws its own layout');
  const seen = `${setting.text === '0' ? 'off' : 'partly on'} (${setting.text}): trials repeat one layout instead of sampling many`;
  return randomisation.warn(seen, 'set kernel.randomize_va_space to 2', [
    'sysctl -w kernel.randomize_va_space=2',
  ]);
}

function checkHugepages(setting: Setting): Check {
  const where = 'look at /sys/kernel/mm/transparent_hugepage/enabled';
  if (setting.state === 'none') return hugepages.pass('none in this kernel');
  if (setting.state === 'unknown') return hugepages.unknown(setting.reason, where);
  const mode = parseChoice(setting.text);
  if (mode === undefined) return hugepages.unknown(`no mode in '${setting.text}'`, where);
  if (mode !== 'always') return hugepages.pass(mode);
  return hugepages.warn(
    'always: khugepaged merges pages in the background of a trial',
    'set transparent huge pages to madvise',
    ['echo madvise > /sys/kernel/mm/transparent_hugepage/enabled'],
  );
}

function checkBalancing(setting: Setting): Check {
  if (setting.state === 'none') return balancing.pass('none in this kernel');
  if (setting.state === 'unknown') return balancing.unknown(setting.reason, 'look at kernel.numa_balancing');
  if (setting.text === '0') return balancing.pass('off');
  const seen = `on (${setting.text}): the kernel migrates pages under a trial`;
  return balancing.warn(seen, 'set kernel.numa_balancing to 0', ['sysctl -w kernel.numa_balancing=0']);
}
