import type { Topology } from '../../results/schema/topology.ts';
import { renderTopology } from '../host/render-topology.ts';
import { readTopology } from '../host/topology.ts';
import { makeVirtualTopology } from '../machine/virtual/virtual-topology.ts';
import { defaultMemoryPerNodeBytes } from '../plan/choose-shape.ts';
import { parseShape } from '../request/parse-nodes.ts';
import { parseBytes, parseChoice } from '../request/parse-value.ts';
import { UserError } from '../user-error.ts';
import type { RawOptions } from './command-table.ts';

const defaultShape = '2x2';

/** Prints the nodes of this host, or those a guest of the given shape would have. */
export async function runTopologyCommand(options: RawOptions): Promise<number> {
  const topology = await chooseTopology(options);
  process.stdout.write(
    options.json === true ? `${JSON.stringify(topology, null, 2)}\n` : renderTopology(topology),
  );
  return 0;
}

async function chooseTopology(options: RawOptions): Promise<Topology> {
  const machine = parseChoice('--machine', String(options.machine ?? 'host'), [
    'auto',
    'host',
    'virtual',
  ] as const);
  const { virtualShape, memoryPerNode } = options;
  if (machine === 'host') {
    if (virtualShape === undefined && memoryPerNode === undefined) return readTopology();
    const flag = virtualShape === undefined ? '--memory-per-node' : '--virtual-shape';
    throw new UserError(`${flag} is for a virtual machine`, { hint: 'add --machine virtual' });
  }
  const shape = parseShape(String(virtualShape ?? defaultShape));
  const memoryPerNodeBytes =
    memoryPerNode === undefined
      ? defaultMemoryPerNodeBytes(shape.nodes)
      : parseBytes('--memory-per-node', String(memoryPerNode));
  return makeVirtualTopology({ ...shape, memoryPerNodeBytes });
}
