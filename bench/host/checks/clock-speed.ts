import type { Fact } from '../../../results/schema/environment.ts';
import { type Check, type CheckSubject, pass, unknown, warn } from '../check.ts';
import { readClocksource, readGovernor, readTurbo } from '../host-facts.ts';

/** Whether the CPUs keep one speed, and whether the clock can be read without a system call. */
export const checkClockSpeed: CheckSubject = async ({ sources, topology }) => {
  const [governor, turbo, clocksource] = await Promise.all([
    readGovernor(sources.sysRoot, topology),
    readTurbo(sources.sysRoot),
    readClocksource(sources.sysRoot),
  ]);
  return [
    judge('governor', governor, ['performance'], 'cpupower frequency-set --governor performance'),
    judge('turbo', turbo, ['off'], 'switch turbo off in the firmware or in /sys/devices/system/cpu'),
    judge(
      'clocksource',
      clocksource,
      readableFromUserSpace,
      'boot with clocksource=tsc if the CPU allows it',
    ),
  ];
};

/** Clock sources that the vDSO reads without entering the kernel. */
const readableFromUserSpace = ['tsc', 'kvm-clock', 'hyperv_clocksource_tsc_page', 'arch_sys_counter'];

function judge(id: string, fact: Fact, good: readonly string[], remedy: string): Check {
  if (!('value' in fact))
    return unknown(id, fact.unavailable, 'ask the host of this virtual machine, if it is one');
  return good.includes(fact.value) ? pass(id, fact.value) : warn(id, fact.value, remedy);
}
