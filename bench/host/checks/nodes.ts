import { join } from 'node:path';
import type { Topology } from '../../../results/schema/topology.ts';
import { about, type Check, type CheckSubject } from '../check.ts';
import { parseCpuList, renderCpuList } from '../cpulist.ts';
import { nodesWithCpus, pairsByDistance } from '../node-pairs.ts';
import { parseField, readText } from '../read-text.ts';
import { readsHypervisor } from '../reads-hypervisor.ts';

const reality = about('nodes', 'two real nodes with CPUs, those that were asked for among them');
const cpuset = about('cpuset', 'all online CPUs, and CPUs and memory of the nodes that were asked for');

/** Real nodes, and what the cpuset leaves of them. */
export const checkNodes: CheckSubject = async ({ sources, topology, nodes }) => {
  const status = (await readText(join(sources.procRoot, 'self/status'))) ?? '';
  const online = await readText(join(sources.sysRoot, 'devices/system/cpu/online'));
  return [
    checkReality(topology, nodes, await readsHypervisor(sources.procRoot)),
    checkCpuset(topology, nodes, online, parseField(status, 'Cpus_allowed_list')),
  ];
};

function checkReality(
  topology: Topology,
  wanted: readonly number[] | undefined,
  underHypervisor: boolean,
): Check {
  const present = nodesWithCpus(topology);
  const missing = wanted?.find((node) => !topology.nodes.some((candidate) => candidate.node === node));
  if (present.length < 2) {
    const seen = `one node with CPUs (${present.join(', ')}): a guest gives the counts of node questions, nothing times`;
    return reality.warn(seen, 'times between nodes need a host with two nodes');
  }
  if (missing !== undefined) {
    return reality.fail(`no node ${missing}: there are ${present.join(', ')}`, 'name nodes this host has');
  }
  const far = pairsByDistance(topology).at(-1);
  const seen = `nodes with CPUs: ${present.join(', ')}; farthest pair at distance ${far?.distance}`;
  return underHypervisor
    ? reality.warn(
        `${seen}, as a hypervisor tells it`,
        'look at the latency matrix of a run before you trust it',
      )
    : reality.pass(seen);
}

function checkCpuset(
  topology: Topology,
  wanted: readonly number[] | undefined,
  online: string | undefined,
  allowed: string | undefined,
): Check {
  const all = online === undefined ? [] : parseCpuList(online);
  const usable = allowed === undefined ? all : parseCpuList(allowed).filter((cpu) => all.includes(cpu));
  const text = renderCpuList(usable);
  const remedy = 'start the lab outside taskset, or widen the cpuset of its cgroup';
  const asked = topology.nodes.filter(({ node }) => wanted?.includes(node));
  const bare = asked.find((node) => node.cpus.length === 0 || node.memoryBytes === 0);
  if (bare !== undefined) {
    const what = bare.cpus.length === 0 ? 'no CPU' : 'no memory';
    return cpuset.fail(`${what} of node ${bare.node} may be used`, remedy);
  }
  if (usable.length === all.length) return cpuset.pass(`all online CPUs (${text}) may be used`);
  return cpuset.warn(`only CPUs ${text} of ${renderCpuList(all)} may be used`, remedy);
}
