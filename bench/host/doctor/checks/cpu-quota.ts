import { type CpuQuota, readCpuQuotas, tightestCpus } from '../../cpu-quota.ts';
import { about, type Check, type CheckSubject } from '../check.ts';

const check = about('cpu-quota', 'no cgroup has a quota of CPU time below the CPUs used');

/** Whether a quota of CPU time stops busy programs in the middle of what is timed. */
export const checkCpuQuota: CheckSubject = async ({ sources, topology, nodes }) => {
  const reading = await readCpuQuotas(sources);
  const lookOutside =
    'look at cpu.max or cpu.cfs_quota_us of every group around this one, outside the container';
  if (reading.state === 'unknown') return [check.unknown(reading.why, lookOutside)];
  const used = topology.nodes.filter(({ node }) => nodes?.includes(node) ?? true).flatMap(({ cpus }) => cpus);
  const cpus = tightestCpus(reading.quotas);
  if (cpus !== undefined && cpus < used.length) return [warnOfQuota(reading.quotas, cpus, used.length)];
  const seen = cpus === undefined ? 'no quota' : `a quota of ${showCpus(cpus)} for ${used.length}`;
  return [
    reading.whole
      ? check.pass(seen)
      : check.unknown(`${seen} in the groups that can be seen; there are others around them`, lookOutside),
  ];
};

/** Even one thread is stopped by less than one CPU; more are only where so many run at once. */
function warnOfQuota(quotas: readonly CpuQuota[], cpus: number, used: number): Check {
  const make = cpus < 1 ? check.fail : check.warn;
  return make(
    `a quota of ${showCpus(cpus)} where ${used} may be busy: the kernel stops programs for the rest of each period`,
    'run outside this group or without its quota (docker --cpus, CPUQuota= of systemd, CPU limits of Kubernetes)',
    quotas
      .filter(({ quotaUs, periodUs }) => quotaUs / periodUs < used)
      .map(({ file, none }) => `echo ${none} > '${file}'`),
  );
}

function showCpus(cpus: number): string {
  return `${Number(cpus.toFixed(2))} ${cpus === 1 ? 'CPU' : 'CPUs'}`;
}
