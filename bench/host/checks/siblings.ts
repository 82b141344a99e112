import { join } from 'node:path';
import { about, type CheckSubject } from '../check.ts';
import { coreCount } from '../cpu-order.ts';
import { parseCpuList, renderCpuList } from '../cpulist.ts';
import { readText } from '../read-text.ts';
import { readsHypervisor } from '../reads-hypervisor.ts';

const siblings = about('smt', 'every core to ourselves: no hardware thread of it is left to others');

/**
 * Whether another program may share a core with a trial. Trials take one thread per core first, so that threads of our own are no
 * danger; those outside our cpuset are, and those that a hypervisor hides.
 */
export const checkSiblings: CheckSubject = async ({ sources, topology }) => {
  const ours = topology.nodes.flatMap((node) => node.cpus.map(({ cpu }) => cpu));
  const cores = topology.nodes.reduce((sum, node) => sum + coreCount(node), 0);
  const lists = await Promise.all(ours.map((cpu) => readSiblings(sources.sysRoot, cpu)));
  const foreign = [...new Set(lists.flat())].filter((cpu) => !ours.includes(cpu)).sort((a, b) => a - b);
  if (foreign.length > 0) {
    const seen = `CPUs ${renderCpuList(foreign)} are threads of our cores and left to others`;
    return [siblings.warn(seen, 'widen the cpuset by them, or switch hardware threads off')];
  }
  const seen =
    ours.length === cores
      ? `${cores} cores, one hardware thread each`
      : `${ours.length} hardware threads on ${cores} cores, all ours; runs take one per core first`;
  if (ours.length > cores || !(await readsHypervisor(sources.procRoot))) return [siblings.pass(seen)];
  return [
    siblings.unknown(
      `${seen}, as a hypervisor tells it: it may give the other thread of a core to a neighbour`,
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
