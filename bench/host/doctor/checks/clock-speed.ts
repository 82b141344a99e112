import { join } from 'node:path';
import type { Fact } from '../../../../results/schema/environment.ts';
import { isThere } from '../../../is-absent.ts';
import { readClocksource, readGovernor, readTurbo, turboSwitches } from '../../host-facts.ts';
import { about, type Check, type CheckMaker, type CheckSubject } from '../check.ts';

/** Clock sources that the vDSO reads without entering the kernel. */
const readableFromUserSpace = ['tsc', 'kvm-clock', 'hyperv_clocksource_tsc_page', 'arch_sys_counter'];

const governorCheck = about('governor', 'performance on every CPU');
const turboCheck = about('turbo', 'off');
const clocksourceCheck = about('clocksource', `one of ${readableFromUserSpace.join(', ')}`);

const setGovernor =
  'for f in /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor; do echo performance > "$f"; done';

/** Whether the CPUs keep one speed, and whether the clock can be read without a system call. */
export const checkClockSpeed: CheckSubject = async ({ sources, topology }) => {
  const [governor, turbo, clocksource] = await Promise.all([
    readGovernor(sources.sysRoot, topology),
    readTurbo(sources.sysRoot),
    readClocksource(sources.sysRoot),
  ]);
  const turnTurboOff = await findTurboCommand(sources.sysRoot);
  return [
    judge(governorCheck, governor, ['performance'], 'set the governor performance', [setGovernor]),
    judge(turboCheck, turbo, ['off'], 'switch turbo off here or in the firmware', turnTurboOff),
    judge(
      clocksourceCheck,
      clocksource,
      readableFromUserSpace,
      'boot with clocksource=tsc if the CPU allows it',
    ),
  ];
};

function judge(
  check: CheckMaker,
  fact: Fact,
  good: readonly string[],
  remedy: string,
  commands: readonly string[] = [],
): Check {
  if (!('value' in fact))
    return check.unknown(fact.unavailable, 'ask the host of this virtual machine, if it is one');
  return good.includes(fact.value) ? check.pass(fact.value) : check.warn(fact.value, remedy, commands);
}

async function findTurboCommand(sysRoot: string): Promise<readonly string[]> {
  for (const { path, off } of turboSwitches) {
    if (await isThere(join(sysRoot, path))) return [`echo ${off} > /sys/${path}`];
  }
  return [];
}
