import type { Check, CheckSubject, DoctorContext } from './check.ts';
import { checkClockSpeed } from './checks/clock-speed.ts';
import { checkCpuQuota } from './checks/cpu-quota.ts';
import { checkFolders } from './checks/folders.ts';
import { checkGuest } from './checks/guest.ts';
import { checkKernelSettings } from './checks/kernel-settings.ts';
import { checkMeasured } from './checks/measured.ts';
import { checkMemorySampling } from './checks/memory-sampling.ts';
import { checkNodes } from './checks/nodes.ts';
import { checkPrograms } from './checks/programs.ts';
import { checkQuiet } from './checks/quiet.ts';
import { checkSiblings } from './checks/siblings.ts';
import { checkSystemCalls } from './checks/system-calls.ts';
import { checkTargets } from './checks/targets.ts';

interface Row {
  readonly check: CheckSubject;
  /**
   * `state`: how the machine is now, read in a moment, and worth keeping with a run. `means`: what the lab is made of, which a run
   * finds out by itself. `measured`: programs and guests are started.
   */
  readonly kind: 'state' | 'means' | 'measured';
}

/** In the order in which they are reported. */
const subjects: readonly Row[] = [
  { check: checkPrograms, kind: 'means' },
  { check: checkTargets, kind: 'means' },
  { check: checkGuest, kind: 'measured' },
  { check: checkFolders, kind: 'means' },
  { check: checkNodes, kind: 'state' },
  { check: checkCpuQuota, kind: 'state' },
  { check: checkMeasured, kind: 'measured' },
  { check: checkSiblings, kind: 'state' },
  { check: checkSystemCalls, kind: 'state' },
  { check: checkMemorySampling, kind: 'means' },
  { check: checkKernelSettings, kind: 'state' },
  { check: checkClockSpeed, kind: 'state' },
];

/**
 * Everything that can be known before a run. One after the other, quietness first: tools that other checks start
 * would be the disturbance it reports.
 */
export async function runDoctor(context: DoctorContext): Promise<readonly Check[]> {
  return runChecks(context, subjects);
}

/** How the machine is right before a run, in about half a second: it starts nothing but numactl where the addon is missing. */
export async function runQuickDoctor(context: DoctorContext): Promise<readonly Check[]> {
  return runChecks(
    context,
    subjects.filter(({ kind }) => kind === 'state'),
  );
}

async function runChecks(context: DoctorContext, rows: readonly Row[]): Promise<readonly Check[]> {
  const quiet = await checkQuiet(context);
  const checks: Check[] = [];
  for (const { check } of rows) checks.push(...(await check(context)));
  return [...checks, ...quiet];
}
