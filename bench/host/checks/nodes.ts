import { join } from 'node:path';
import type { Topology } from '../../../results/schema/topology.ts';
import { about, type Check, type CheckSubject } from '../check.ts';
import { parseCpuList, renderCpuList } from '../cpulist.ts';
import { readFact, readOn } from '../fact.ts';
import { pairsByDistance } from '../node-pairs.ts';
import { readPresentCpus } from '../present-cpus.ts';
import { parseField } from '../read-text.ts';
import { readsHypervisor } from '../reads-hypervisor.ts';
import { explainObstacles, explainWithheld, listShownNodes, nodesToCompare } from '../usable-nodes.ts';

const reality = about('nodes', 'two real nodes with CPUs and memory, those that were asked for among them');
const cpuset = about('cpuset', 'all online CPUs, and the memory of all nodes');

/** Real nodes, and what affinity and cpuset leave of them. */
export const checkNodes: CheckSubject = async ({ sources, topology, nodes }) => {
  const status = await readFact(join(sources.procRoot, 'self/status'), 'there is no /proc/self/status');
  const findList = (text: string) => parseField(text, 'Cpus_allowed_list');
  const affinity = readOn(status, findList, 'the kernel does not tell the affinity of this process');
  return [
    checkReality(topology, nodes, await readsHypervisor(sources.procRoot)),
    'value' in affinity
      ? checkCpuset(topology, nodes, parseCpuList(affinity.value), await readPresentCpus(sources.sysRoot))
      : cpuset.unknown(affinity.unavailable, 'see what /proc/self/status holds'),
  ];
};

function checkReality(
  topology: Topology,
  wanted: readonly number[] | undefined,
  underHypervisor: boolean | undefined,
): Check {
  const able = nodesToCompare(topology);
  const shown = listShownNodes(topology);
  const obstacles = explainObstacles(topology, shown);
  if (able.length < 2) {
    const seen =
      shown.length === 1 ? `one node (${shown[0]})` : `no two nodes to compare: ${obstacles.join('; ')}`;
    return reality.warn(
      `${seen}; a guest gives the counts of node questions, nothing times`,
      'times between nodes need a host with two nodes that have CPUs and memory',
    );
  }
  const missing = wanted?.find((node) => !shown.includes(node));
  if (missing !== undefined) {
    return reality.fail(`no node ${missing}: there are ${shown.join(', ')}`, 'name nodes this host has');
  }
  const unable = wanted?.filter((node) => !able.includes(node)) ?? [];
  if (unable.length > 0) {
    // A node of memory only can hold that of threads elsewhere; a run refuses the others.
    const holdsMemory = topology.nodes.filter(
      ({ cpus, memoryBytes }) => cpus.length === 0 && memoryBytes > 0,
    );
    const isUsed = unable.every((node) => holdsMemory.some((one) => one.node === node));
    const report = isUsed ? reality.warn : reality.fail;
    return report(explainObstacles(topology, unable).join('; '), `name some of ${able.join(', ')}`);
  }
  const distance = pairsByDistance(topology).at(-1)?.distance;
  const far =
    distance === undefined ? 'their distances are not told' : `farthest pair at distance ${distance}`;
  const seen = [`nodes with CPUs and memory: ${able.join(', ')}; ${far}`, ...obstacles].join('; ');
  if (underHypervisor === false) return reality.pass(seen);
  const remedy = 'look at the latency matrix of a run before you trust it';
  return underHypervisor === undefined
    ? reality.unknown(`${seen}; whether a hypervisor makes them up is not told`, remedy)
    : reality.warn(`${seen}, as a hypervisor tells it`, remedy);
}

function checkCpuset(
  topology: Topology,
  wanted: readonly number[] | undefined,
  affinity: readonly number[],
  present: readonly number[],
): Check {
  const usable = topology.nodes.flatMap(({ cpus }) => cpus.map(({ cpu }) => cpu));
  if (usable.length === 0)
    return cpuset.unknown('no CPU is shown that may be used', 'see what /sys tells of CPUs');
  const remedy = 'start the lab outside taskset, or widen the cpuset of its cgroup';
  const lost = explainWithheld(topology, wanted ?? []);
  if (lost.length > 0) return cpuset.fail(lost.join('; '), remedy);
  const withheld = (topology.withheld ?? []).flatMap(({ cpus }) => cpus);
  const unplaced = affinity.filter((cpu) => present.includes(cpu) && !usable.includes(cpu));
  const limits = [
    ...(withheld.length === 0
      ? []
      : [`only CPUs ${renderCpuList(usable)} of ${renderCpuList([...usable, ...withheld])} may be used`]),
    ...explainWithheld(topology, listShownNodes(topology)),
  ];
  if (limits.length > 0) return cpuset.warn(limits.join('; '), remedy);
  if (unplaced.length === 0) return cpuset.pass(`all online CPUs (${renderCpuList(usable)}) may be used`);
  return cpuset.warn(
    `CPUs ${renderCpuList(unplaced)} may be used and are on no node that is shown`,
    'have the container show all of /sys/devices/system/node',
  );
}
