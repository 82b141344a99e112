import { join } from 'node:path';
import type { Topology } from '../../../../results/schema/topology.ts';
import { readFact, readOn } from '../../fact.ts';
import { parseField } from '../../read-text.ts';
import { readsHypervisor } from '../../reads-hypervisor.ts';
import { nameCpus, parseCpuList, renderCpuList } from '../../topology/cpulist.ts';
import { pairsByDistance } from '../../topology/node-pairs.ts';
import { readPresentCpus } from '../../topology/present-cpus.ts';
import {
  canHoldMemoryApart,
  explainObstacles,
  listShownNodes,
  nodesToCompare,
  type Obstacle,
  suggestMemoryApart,
} from '../../topology/usable-nodes.ts';
import { about, type Check, type CheckSubject } from '../check.ts';

const reality = about('nodes', 'two real nodes with CPUs and memory, those that were asked for among them');
const cpuset = about('cpuset', 'all online CPUs, and the memory of all nodes');

/** Real nodes, and what affinity and cpuset leave of them. */
export const checkNodes: CheckSubject = async ({ sources, topology, nodes }) => {
  const unknown = 'the kernel does not report the affinity of this process';
  const status = await readFact(join(sources.procRoot, 'self/status'), unknown);
  const findList = (text: string) => parseField(text, 'Cpus_allowed_list');
  const affinity = readOn(status, findList, unknown);
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
  const areAble = wanted?.every((node) => able.includes(node)) ?? true;
  const judged = areAble ? undefined : judgeWanted(topology, wanted ?? [], able);
  if (judged !== undefined) return judged;
  const shown = listShownNodes(topology);
  const obstacles = explainObstacles(topology, shown);
  if (able.length < 2) {
    const seen =
      obstacles.length === 0 ? `one node (${shown[0]})` : `no two nodes to compare: ${obstacles.join('; ')}`;
    const apart = suggestMemoryApart(topology);
    return reality.warn(
      `${seen}; a guest gives counts between nodes, and nothing times`,
      `times between nodes need a host with two nodes that have CPUs and memory${apart === undefined ? '' : `; ${apart}`}`,
    );
  }
  const distance = pairsByDistance(topology).at(-1)?.distance;
  const far =
    distance === undefined ? 'their distances are not reported' : `farthest pair at distance ${distance}`;
  const describe = (source: string) =>
    [`nodes with CPUs and memory: ${able.join(', ')}; ${far}${source}`, ...obstacles].join('; ');
  if (underHypervisor === false) return reality.pass(describe(''));
  const remedy = 'look at the latency matrix of a run before you trust it';
  return underHypervisor === undefined
    ? reality.unknown(describe('; whether a hypervisor makes them up is not reported'), remedy)
    : reality.warn(describe(', as a hypervisor reports it'), remedy);
}

/** Of nodes that were asked for and cannot all be compared. Undefined where a guest stands in for them. */
function judgeWanted(
  topology: Topology,
  wanted: readonly number[],
  able: readonly number[],
): Check | undefined {
  const shown = listShownNodes(topology);
  const reasons = explainObstacles(
    topology,
    wanted.filter((node) => shown.includes(node)),
  ).join('; ');
  if (canHoldMemoryApart(topology, wanted)) {
    return reality.warn(
      `${reasons}: threads run on the others, and have their memory on any of ${wanted.join(', ')}`,
      'comparing threads on several nodes needs more nodes with CPUs',
    );
  }
  if (able.length < 2) return undefined;
  const missing = wanted.find((node) => !shown.includes(node));
  return missing === undefined
    ? reality.fail(reasons, `name some of ${able.join(', ')}`)
    : reality.fail(`no node ${missing}: there are ${shown.join(', ')}`, 'name nodes this host has');
}

/** What the affinity and the cpuset of this process take. */
const withheldKinds: readonly Obstacle[] = ['CPUs withheld', 'memory withheld'];

function checkCpuset(
  topology: Topology,
  wanted: readonly number[] | undefined,
  affinity: readonly number[],
  present: readonly number[],
): Check {
  const usable = topology.nodes.flatMap(({ cpus }) => cpus.map(({ cpu }) => cpu));
  if (usable.length === 0)
    return cpuset.unknown('no CPU is shown that may be used', 'see what /sys says of CPUs');
  const remedy = 'start the lab outside taskset, or widen the cpuset of its cgroup';
  const lost = explainObstacles(topology, wanted ?? [], withheldKinds);
  if (lost.length > 0) return cpuset.fail(lost.join('; '), remedy);
  const withheld = (topology.withheld ?? []).flatMap(({ cpus }) => cpus);
  const unplaced = affinity.filter((cpu) => present.includes(cpu) && !usable.includes(cpu));
  const limits = [
    ...(withheld.length === 0
      ? []
      : [`only ${nameCpus(usable)} of ${renderCpuList([...usable, ...withheld])} may be used`]),
    ...explainObstacles(topology, listShownNodes(topology), ['memory withheld']),
  ];
  if (limits.length > 0) return cpuset.warn(limits.join('; '), remedy);
  if (unplaced.length === 0) return cpuset.pass(`all online CPUs (${renderCpuList(usable)}) may be used`);
  return cpuset.warn(
    `no node that is shown has ${nameCpus(unplaced)}, which may be used`,
    'have the container show all of /sys/devices/system/node',
  );
}
