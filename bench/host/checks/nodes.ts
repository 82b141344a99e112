import { join } from 'node:path';
import type { Topology } from '../../../results/schema/topology.ts';
import { type Check, type CheckSubject, fail, pass, warn } from '../check.ts';
import { coreCount } from '../cpu-order.ts';
import { parseCpuList, renderCpuList } from '../cpulist.ts';
import { nodesWithCpus, pairsByDistance } from '../node-pairs.ts';
import { parseField, readText } from '../read-text.ts';

/** Real nodes, hardware threads, and what the cpuset leaves of both. */
export const checkNodes: CheckSubject = async ({ sources, topology, nodes }) => {
  const cpuinfo = (await readText(join(sources.procRoot, 'cpuinfo'))) ?? '';
  const underHypervisor = /^flags\s*:.*\bhypervisor\b/m.test(cpuinfo);
  const status = (await readText(join(sources.procRoot, 'self/status'))) ?? '';
  const online = await readText(join(sources.sysRoot, 'devices/system/cpu/online'));
  return [
    checkReality(topology, nodes, underHypervisor),
    checkSiblings(topology),
    checkCpuset(online, parseField(status, 'Cpus_allowed_list')),
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
    return warn('nodes', seen, 'times between nodes need a host with two nodes');
  }
  if (missing !== undefined) {
    return fail('nodes', `no node ${missing}: there are ${present.join(', ')}`, 'name nodes this host has');
  }
  const far = pairsByDistance(topology).at(-1);
  const seen = `nodes with CPUs: ${present.join(', ')}; farthest pair at distance ${far?.distance}`;
  return underHypervisor
    ? warn(
        'nodes',
        `${seen}, as a hypervisor tells it`,
        'look at the latency matrix of a run before you trust it',
      )
    : pass('nodes', seen);
}

function checkSiblings(topology: Topology): Check {
  const cpus = topology.nodes.reduce((sum, node) => sum + node.cpus.length, 0);
  const cores = topology.nodes.reduce((sum, node) => sum + coreCount(node), 0);
  if (cpus === cores) return pass('smt', `${cores} cores, one hardware thread each`);
  return pass('smt', `${cpus} hardware threads on ${cores} cores; runs take one per core first`);
}

function checkCpuset(online: string | undefined, allowed: string | undefined): Check {
  const all = online === undefined ? [] : parseCpuList(online);
  const usable = allowed === undefined ? all : parseCpuList(allowed).filter((cpu) => all.includes(cpu));
  const text = renderCpuList(usable);
  if (usable.length === all.length) return pass('cpuset', `all online CPUs (${text}) may be used`);
  const seen = `only CPUs ${text} of ${renderCpuList(all)} may be used`;
  return warn('cpuset', seen, 'start the lab outside taskset, or widen the cpuset of its cgroup');
}
