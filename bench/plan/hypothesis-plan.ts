import { canDecide, type DecidedOn } from '../../results/schema/experiment.ts';
import type { PlannedHypothesis } from '../../results/schema/plan.ts';
import type { MachineSection } from './machine-section.ts';
import type { Preset } from './presets.ts';

/** A hypothesis as planning sees it: who can decide it, and what the plan says of it beside its arms. */
export type AskedHypothesis = Omit<PlannedHypothesis, 'arms'> & { readonly decidedOn: DecidedOn };

/** What a run is to find out, with the experiments as a preset. */
export interface HypothesisPlan {
  readonly hypotheses: readonly AskedHypothesis[];
  readonly preset: Preset;
}

/** A hypothesis names two nodes where its rows do not say how many: so its arms are the same whatever it is asked together with. */
export const usualNodeCount = 2;

/** How many nodes the experiments reach to. */
export function countNodesWanted({ preset }: HypothesisPlan): number {
  return Math.max(usualNodeCount, ...preset.workloads.flatMap((row) => row.nodeCounts ?? []));
}

/** Whether a place can decide any of the hypotheses, and has CPUs for it. Without hypotheses every place is wanted. */
export function isWanted(place: MachineSection, hypothesisPlan: HypothesisPlan | undefined): boolean {
  return (
    hypothesisPlan?.hypotheses.some(
      ({ id, decidedOn }) => canDecide(place, decidedOn) && hasRoom(place, id, hypothesisPlan.preset),
    ) ?? true
  );
}

/** A hypothesis without rows, which is the calibration, fits everywhere; others where the row with the fewest threads does. */
function hasRoom({ topology, nodes }: MachineSection, id: string, { workloads }: Preset): boolean {
  const rows = workloads.filter(({ hypothesis }) => hypothesis?.id === id);
  const cpus = topology.nodes
    .filter(({ node }) => nodes.includes(node))
    .reduce((sum, node) => sum + node.cpus.length, 0);
  return rows.length === 0 || rows.some(({ threads = 1 }) => threads <= cpus);
}
