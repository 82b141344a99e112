import type { Topology } from '../../../results/schema/topology.ts';
import { parseCpuList } from '../../host/topology/cpulist.ts';

export interface AllowedCpus {
  readonly allowed: number;
  readonly all: number;
}

/**
 * How many of the machine's CPUs numactl with these arguments leaves a process. Without an option about CPUs: all that this process
 * may use. `all` counts those too that it may not use, and those that are switched off.
 */
export function countAllowedCpus(numactl: readonly string[], topology: Topology): AllowedCpus {
  const all = topology.nodes.flatMap(({ node, cpus }) => cpus.map(({ cpu }) => ({ node, cpu })));
  const allowed = numactl.reduce((left, argument) => {
    const [option, list = ''] = argument.split('=', 2);
    if (option === '--cpunodebind') return left.filter(({ node }) => parseCpuList(list).includes(node));
    if (option === '--physcpubind') return left.filter(({ cpu }) => parseCpuList(list).includes(cpu));
    return left;
  }, all);
  const withheld = (topology.withheld ?? []).reduce((sum, { cpus }) => sum + cpus.length, 0);
  return { allowed: allowed.length, all: all.length + withheld + (topology.unlistedCpus ?? 0) };
}
