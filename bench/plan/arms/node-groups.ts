import type { PlacementName } from '../../../results/schema/workload.ts';

export interface GroupRequest {
  readonly nodes: readonly number[];
  readonly placement: PlacementName;
  /** True for a workload whose roles differ, so that the direction between two nodes matters. */
  readonly directed: boolean;
  /** --pairs all. */
  readonly allPairs: boolean;
}

/**
 * The groups of nodes that a placement is tried on: all nodes as one group, or with --pairs all every pair, in both directions
 * where it makes a difference, and every single node for `local`.
 */
export function listNodeGroups({ nodes, placement, directed, allPairs }: GroupRequest): number[][] {
  if (!allPairs || nodes.length < 3) return [[...nodes]];
  if (placement === 'local') return nodes.map((node) => [node]);
  const bothWays = placement === 'remote' || directed;
  return nodes.flatMap((a, i) => nodes.flatMap((b, j) => (j > i || (bothWays && j < i) ? [[a, b]] : [])));
}
