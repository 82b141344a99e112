import { join } from 'node:path';
import { readText } from '../../read-text.ts';
import { readsHypervisor } from '../../reads-hypervisor.ts';
import { nameCpus, parseCpuList } from '../../topology/cpulist.ts';
import { about, type CheckSubject } from '../check.ts';

const siblings = about('smt', 'every core to ourselves: no hardware thread of it is left to others');

/**
 * Whether another program may share a core with a trial. Trials take one thread per core first, so that threads of our own are no
 * danger; those outside our cpuset are, and those that a hypervisor hides.
 */
export const checkSiblings: CheckSubject = async ({ sources, topology }) => {
  const cpus = new Map(topology.nodes.flatMap((node) => node.cpus.map(({ cpu, core }) => [cpu, core])));
  const ours = [...cpus.keys()];
  const cores = new Set(cpus.values()).size;
  const lists = await Promise.all(ours.map((cpu) => readSiblings(sources.sysRoot, cpu)));
  if (ours.length === 0 || lists.some((list) => list.length === 0)) {
    const seen = 'the kernel does not report which CPUs are threads of one core';
    return [siblings.unknown(seen, 'see what /sys/devices/system/cpu holds')];
  }
  const foreign = [...new Set(lists.flat())].filter((cpu) => !cpus.has(cpu)).sort((a, b) => a - b);
  if (foreign.length > 0) {
    const seen = `left to others are threads of our cores: ${nameCpus(foreign)}`;
    return [siblings.warn(seen, 'widen the cpuset by them, or switch hardware threads off')];
  }
  if (ours.length > cores) {
    const seen = `${ours.length} hardware threads on ${cores} cores, all ours; runs take one per core first`;
    return [siblings.pass(seen)];
  }
  const seen = `${cores} cores, one hardware thread each`;
  const underHypervisor = await readsHypervisor(sources.procRoot);
  if (underHypervisor === false) return [siblings.pass(seen)];
  return [
    siblings.unknown(
      underHypervisor === undefined
        ? `${seen}; whether a hypervisor gives the other thread of a core to a neighbour is not reported`
        : `${seen}, as a hypervisor reports it: it may give the other thread of a core to a neighbour`,
      'measure times on a machine that is not shared',
    ),
  ];
};

async function readSiblings(sysRoot: string, cpu: number): Promise<readonly number[]> {
  const base = join(sysRoot, `devices/system/cpu/cpu${cpu}/topology`);
  const text =
    (await readText(join(base, 'core_cpus_list'))) ?? (await readText(join(base, 'thread_siblings_list')));
  return text === undefined ? [] : parseCpuList(text);
}
