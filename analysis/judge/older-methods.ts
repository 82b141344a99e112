import type { Arm } from '../../results/schema/plan.ts';
import { plannedPolicy } from '../../results/text/memory-policy.ts';
import { completedByArm, completedTrials, type Run, type RunSection } from '../load/run.ts';

/** What older versions of the lab measured otherwise, where a run tells that it did so. */

/** Since then `spread` sets no policy; automatic NUMA balancing skips the memory of a process that has one. */
export function isSpreadUnderLocalalloc({ workload, placement, processes }: Arm): boolean {
  return (
    workload !== 'calibrate' &&
    placement === 'spread' &&
    processes.some(({ numactl }) => plannedPolicy(numactl).mode === 'local')
  );
}

/** Since then calls by which the harness looks at pages and reads /proc are taken off the system calls. */
export function holdsHarnessCalls(section: RunSection, arm: Arm): boolean {
  return completedTrials(section)
    .filter((trial) => trial.arm === arm.id)
    .some(({ processes }) =>
      processes.some(
        ({ counts: { counters } }) =>
          counters !== null &&
          !('unavailable' in counters.systemCalls) &&
          counters.harnessCalls === undefined,
      ),
    );
}

export const underLocalalloc =
  'placement spread set the policy localalloc, which automatic NUMA balancing skips: its numbers under balancing cannot be compared with those of newer runs';
export const withHarnessCalls =
  'system calls per operation hold those of the harness, which newer runs leave out: they cannot be compared with theirs';

/** One sentence for each method that the run used and newer ones do not. */
export function describeOlderMethods({ sections }: Run): readonly string[] {
  const isAny = (holds: (section: RunSection, arm: Arm) => boolean) =>
    sections.some((section) => completedByArm(section).some(({ arm }) => holds(section, arm)));
  return [
    ...(isAny((_, arm) => isSpreadUnderLocalalloc(arm)) ? [underLocalalloc] : []),
    ...(isAny(holdsHarnessCalls) ? [withHarnessCalls] : []),
  ];
}
