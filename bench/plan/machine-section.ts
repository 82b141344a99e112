import type { VirtualShape } from '../../results/schema/plan.ts';
import type { Topology } from '../../results/schema/topology.ts';

/** Where a section of the run takes place. */
export type MachineSection =
  | {
      readonly machine: 'host';
      readonly purpose: 'nodes' | 'one-node';
      readonly nodes: readonly number[];
      readonly topology: Topology;
    }
  | {
      readonly machine: 'virtual';
      readonly purpose: 'nodes';
      readonly nodes: readonly number[];
      readonly topology: Topology;
      readonly shape: VirtualShape;
    };
