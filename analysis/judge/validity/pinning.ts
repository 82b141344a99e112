import { counted } from '../../../results/text/counted.ts';
import { completedTrials } from '../../load/run.ts';
import type { SectionCheck } from './check.ts';

/** Every thread was where it was pinned at start, middle and end; read again from the records, not trusted. */
export const pinningHeld: SectionCheck = (section) => {
  const trials = completedTrials(section);
  const pins = trials.flatMap((trial) => trial.processes.flatMap(({ counts }) => counts.pinning));
  const strayed = pins.filter((pin) =>
    pin.seen.some((seen) => seen.cpu !== pin.cpu || seen.node !== pin.node),
  );
  const base = {
    id: 'pinning',
    threshold: 'every thread on its CPU and node at start, middle and end',
    remedy: 'nothing else may change the affinity of these processes; look for cpuset or irqbalance tools',
  };
  if (pins.length === 0) return { ...base, verdict: 'unknown', seen: 'no thread was verified' };
  if (strayed.length > 0) {
    return {
      ...base,
      verdict: 'fail',
      seen: `${strayed.length} of ${counted(pins.length, 'thread')} strayed`,
    };
  }
  const seen = `${counted(pins.length, 'thread')} verified in ${counted(trials.length, 'trial')}`;
  return { ...base, verdict: 'pass', seen };
};
