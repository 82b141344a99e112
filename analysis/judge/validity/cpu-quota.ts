import type { ValidityFact } from '../../../results/schema/report.ts';
import type { Throttling } from '../../../results/schema/trial.ts';
import { counted } from '../../../results/text/counted.ts';
import { completedTrials, type Run, type RunSection } from '../../load/run.ts';
import type { SectionCheck } from './check.ts';

const base = {
  id: 'cpu-quota',
  threshold: 'no trial was stopped by a quota of CPU time',
  remedy: 'run outside the cgroup with the quota, or without it; numa-lab doctor names it',
};

/**
 * A quota of CPU time that ran out stopped programs while their times were taken: such times are the quota's. Says nothing of
 * runs that did not look.
 */
export const quotaHeld: SectionCheck = (section, _index, { environment }) => {
  const { cpuQuota } = environment.host;
  const counts = readThrottling(section);
  if (section.section.machine !== 'host' || (cpuQuota === undefined && counts.length === 0)) return null;
  const trials = counted(completedTrials(section).length, 'trial');
  const stopped = counts.filter(
    ({ throttledPeriods, throttledNs }) => throttledPeriods > 0 || throttledNs > 0,
  );
  if (stopped.length > 0) {
    const seen = `a quota of CPU time stopped ${stopped.length} of ${trials}, ${describeSum(counts)}: their times are not those of the programs`;
    return { ...base, verdict: 'fail', seen };
  }
  if (counts.length < completedTrials(section).length) {
    return { ...base, verdict: 'unknown', seen: `the kernel reports it of ${counts.length} of ${trials}` };
  }
  return { ...base, ...judgeQuota(cpuQuota, trials) };
};

function readThrottling(section: RunSection): readonly Throttling[] {
  return completedTrials(section).flatMap((trial) =>
    trial.machine === 'host' && trial.throttling !== undefined ? [trial.throttling] : [],
  );
}

function describeSum(counts: readonly Throttling[]): string {
  const sum = (pick: (count: Throttling) => number) => counts.reduce((all, count) => all + pick(count), 0);
  const throttled = sum(({ throttledPeriods }) => throttledPeriods);
  const seconds = (sum(({ throttledNs }) => throttledNs) / 1e9).toFixed(2);
  return `in ${throttled} of ${sum(({ periods }) => periods)} periods, for ${seconds} s of CPU time`;
}

/** No trial was seen to be stopped: that is all there is to say where a quota may be hidden. */
function judgeQuota(
  cpuQuota: Run['environment']['host']['cpuQuota'],
  trials: string,
): Pick<ValidityFact, 'verdict' | 'seen'> {
  if (cpuQuota === undefined || !('value' in cpuQuota)) {
    const why = cpuQuota?.unavailable ?? 'the run does not report its quota';
    return { verdict: 'unknown', seen: `no trial was seen to be stopped; ${why}` };
  }
  const quota = cpuQuota.value === 'none' ? 'no quota' : `a quota of ${cpuQuota.value}`;
  return { verdict: 'pass', seen: `${quota}; none of ${trials} was stopped` };
}
