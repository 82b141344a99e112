import { completedTrials } from '../run.ts';
import { counted, type SectionCheck } from './check.ts';

/**
 * A quota of CPU time that ran out stopped programs while their times were taken: such times are the quota's. Says nothing of
 * runs that did not look.
 */
export const quotaHeld: SectionCheck = (section, _index, run) => {
  const { cpuQuota } = run.environment.host;
  if (section.section.machine !== 'host') return null;
  const trials = completedTrials(section);
  const counts = trials.flatMap((trial) =>
    trial.machine === 'host' && trial.throttling !== undefined ? [trial.throttling] : [],
  );
  if (cpuQuota === undefined && counts.length === 0) return null;
  const base = {
    id: 'cpu-quota',
    threshold: 'no trial was stopped by a quota of CPU time',
    remedy: 'run outside the cgroup with the quota, or without it; numa-lab doctor names it',
  };
  const stopped = counts.filter(
    ({ throttledPeriods, throttledNs }) => throttledPeriods > 0 || throttledNs > 0,
  );
  if (stopped.length > 0) {
    const sum = (pick: (count: (typeof stopped)[number]) => number) =>
      counts.reduce((all, count) => all + pick(count), 0);
    const periods = `${sum(({ throttledPeriods }) => throttledPeriods)} of ${sum(({ periods }) => periods)} periods`;
    const seconds = (sum(({ throttledNs }) => throttledNs) / 1e9).toFixed(2);
    return {
      ...base,
      verdict: 'fail',
      seen: `a quota of CPU time stopped ${stopped.length} of ${counted(trials.length, 'trial')}, in ${periods}, for ${seconds} s of CPU time: their times are not those of the programs`,
    };
  }
  if (counts.length < trials.length) {
    return {
      ...base,
      verdict: 'unknown',
      seen: `the kernel tells it of ${counts.length} of ${counted(trials.length, 'trial')}`,
    };
  }
  if (cpuQuota === undefined || !('value' in cpuQuota)) {
    const why = cpuQuota?.unavailable ?? 'the run does not tell its quota';
    return { ...base, verdict: 'unknown', seen: `no trial was seen to be stopped; ${why}` };
  }
  const quota = cpuQuota.value === 'none' ? 'no quota' : `a quota of ${cpuQuota.value}`;
  return {
    ...base,
    verdict: 'pass',
    seen: `${quota}; none of ${counted(trials.length, 'trial')} was stopped`,
  };
};
