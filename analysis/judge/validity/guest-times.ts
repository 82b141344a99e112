import { counted } from '../../../results/text/counted.ts';
import { completedTrials } from '../../load/run.ts';
import type { SectionCheck } from './check.ts';

/**
 * No time comes from a virtual machine. The records of a guest have no field for one, which is looked at again; a host that
 * is itself a guest of somebody's hypervisor has a real clock and no say over who else runs, and the reader must know it.
 */
export const noGuestTimes: SectionCheck = (section, _index, run) => {
  const trials = completedTrials(section);
  if (trials.length === 0) return null;
  const base = {
    id: 'no-guest-time',
    threshold: 'no time from a virtual machine',
    remedy: 'measure times on a machine that runs under no hypervisor',
  };
  if (section.section.machine === 'virtual') {
    const timed = trials.filter((trial) => trial.processes.some((process) => 'times' in process));
    return timed.length > 0
      ? { ...base, verdict: 'fail', seen: `${counted(timed.length, 'record')} of the guest with times` }
      : { ...base, verdict: 'pass', seen: `counts only in ${counted(trials.length, 'record')} of the guest` };
  }
  const { virtualization } = run.environment.host;
  return virtualization === 'none'
    ? { ...base, verdict: 'pass', seen: 'times are of the host, under no hypervisor' }
    : {
        ...base,
        verdict: 'warn',
        seen: `times are of the host's own clock, but the host is a virtual machine itself (${virtualization})`,
      };
};
