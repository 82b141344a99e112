import type { Check, CheckSubject, DoctorContext } from './check.ts';
import { checkClockSpeed } from './checks/clock-speed.ts';
import { checkFolders } from './checks/folders.ts';
import { checkGuest } from './checks/guest.ts';
import { checkKernelSettings } from './checks/kernel-settings.ts';
import { checkMemorySampling } from './checks/memory-sampling.ts';
import { checkNodes } from './checks/nodes.ts';
import { checkPrograms } from './checks/programs.ts';
import { checkQuiet } from './checks/quiet.ts';
import { checkSystemCalls } from './checks/system-calls.ts';
import { checkTargets } from './checks/targets.ts';

/** In the order in which they are reported. */
const subjects: readonly CheckSubject[] = [
  checkPrograms,
  checkTargets,
  checkGuest,
  checkFolders,
  checkNodes,
  checkSystemCalls,
  checkMemorySampling,
  checkKernelSettings,
  checkClockSpeed,
];

/**
 * Everything that can be known before a run. One after the other, quietness first: tools that other checks start
 * would be the disturbance it reports.
 */
export async function runDoctor(context: DoctorContext): Promise<readonly Check[]> {
  const quiet = await checkQuiet(context);
  const checks: Check[] = [];
  for (const subject of subjects) checks.push(...(await subject(context)));
  return [...checks, ...quiet];
}
