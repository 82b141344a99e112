import type { ExperimentRow } from '../../../results/schema/experiment.ts';

/**
 * The nodes that the arms of a row run on: for each of its counts the first so many, as far as there are enough of them; without counts
 * the first `fallback` of them, or all.
 */
export function listNodeSubsets(
  { nodeCounts }: Pick<ExperimentRow, 'nodeCounts'>,
  nodes: readonly number[],
  fallback: number = nodes.length,
): number[][] {
  const counts = nodeCounts?.filter((count) => count <= nodes.length) ?? [fallback];
  return counts.map((count) => nodes.slice(0, count));
}

/** The counts of a row that there are too few nodes for. */
export function lackingCounts(
  { nodeCounts }: Pick<ExperimentRow, 'nodeCounts'>,
  nodes: readonly number[],
): number[] {
  return (nodeCounts ?? []).filter((count) => count > nodes.length);
}
