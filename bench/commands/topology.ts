import type { Topology } from '../../results/schema/topology.ts';
import { readTopology } from '../host/topology/read-topology.ts';
import { renderTopology } from '../host/topology/render-topology.ts';
import { makeVirtualTopology } from '../machine/guest/virtual-topology.ts';
import { defaultMemoryPerNodeBytes } from '../plan/choose-shape.ts';
import type { OptionsOf } from '../request/flag.ts';
import type { topologyFlags } from '../request/flags.ts';
import { UserError } from '../user-error.ts';

type TopologyOptions = OptionsOf<typeof topologyFlags>;

const defaultShape = { nodes: 2, cpusPerNode: 2 };

/** Prints the nodes of this host, or those a guest of the given shape would have. */
export async function runTopologyCommand(options: TopologyOptions): Promise<number> {
  const topology = await chooseTopology(options);
  process.stdout.write(
    options.json === true ? `${JSON.stringify(topology, null, 2)}\n` : renderTopology(topology),
  );
  return 0;
}

async function chooseTopology({ machine, virtualShape, memoryPerNode }: TopologyOptions): Promise<Topology> {
  if (machine === 'host') {
    if (virtualShape === undefined && memoryPerNode === undefined) return readTopology();
    const flag = virtualShape === undefined ? '--memory-per-node' : '--virtual-shape';
    throw new UserError(`${flag} is for a virtual machine`, { hint: 'add --machine virtual' });
  }
  const shape = virtualShape ?? defaultShape;
  const memoryPerNodeBytes = memoryPerNode ?? defaultMemoryPerNodeBytes(shape.nodes);
  return makeVirtualTopology({ ...shape, memoryPerNodeBytes });
}
