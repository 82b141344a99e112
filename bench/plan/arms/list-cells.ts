import { isDecidedByTimes } from '../../../results/schema/experiment.ts';
import type { Description, PlacementName, TrialMode, Workload } from '../../../results/schema/workload.ts';
import { nodesWithCpus } from '../../host/topology/node-pairs.ts';
import type { RunRequest } from '../../request/run-request.ts';
import type { MachineSection } from '../machine-section.ts';
import type { PlannedRow, Preset } from '../presets.ts';
import type { TargetContext } from './choose-targets.ts';
import { combineLevels } from './combine-levels.ts';
import { listNodeGroups } from './node-groups.ts';
import { listNodeSubsets } from './node-subsets.ts';
import { chooseThreads, type UsableCpus } from './usable-cpus.ts';

export interface ArmContext extends TargetContext {
  readonly request: RunRequest;
  readonly preset: Preset;
  readonly description: Description;
  readonly place: MachineSection;
  readonly cpus: UsableCpus;
  /** How many nodes a row runs on that does not say; absent: all. */
  readonly usualNodeCount?: number;
  /** Samples a second of the memory of processes, in trials that count; undefined: none. */
  readonly memorySampleHz: number | undefined;
}

/** A combination of levels of a row. */
export interface Cell {
  readonly mode: TrialMode;
  readonly parameters: Record<string, string>;
  readonly placement: PlacementName;
  readonly nodes: readonly number[];
  readonly threads: number;
}

/** Every combination of a row, in the order mode, parameters, nodes within placement, threads. */
export function* listCells(context: ArmContext, row: PlannedRow, workload: Workload): Generator<Cell> {
  const { request, place, cpus } = context;
  const subsets = listNodeSubsets(row, place.nodes, context.usualNodeCount);
  for (const mode of chooseModes(context, row, workload)) {
    const combinations = combineLevels(workload, row.levels, request.levels, mode);
    for (const parameters of combinations.filter((one) => isOfRow(row, one))) {
      for (const placement of choosePlacements(context, row, workload)) {
        for (const { nodes, compared } of subsets.flatMap((subset) =>
          listGroups(context, workload, placement, subset),
        )) {
          for (const threads of request.threads ?? [
            row.threads ?? chooseThreads(cpus, compared, row.threadsPerNode),
          ]) {
            yield { mode, parameters, placement, nodes, threads };
          }
        }
      }
    }
  }
}

function isOfRow({ only }: PlannedRow, parameters: Readonly<Record<string, string>>): boolean {
  return Object.entries(only ?? {}).every(([name, values]) => values.includes(parameters[name] ?? ''));
}

/** Groups of these nodes, each with the nodes whose CPUs decide how many threads there are. */
function listGroups(
  { request }: ArmContext,
  workload: Workload,
  placement: PlacementName,
  nodes: readonly number[],
): { readonly nodes: readonly number[]; readonly compared: readonly number[] }[] {
  const directed = workload.roles.length > 1;
  const groups = listNodeGroups({ nodes, placement, directed, allPairs: request.allPairs });
  return groups.map((group) => ({
    nodes: group,
    // A pair of --pairs all does the work of a pair, and `local` the same on one node of it.
    compared: groups.length > 1 && group.length === 1 ? nodes.slice(0, 2) : group,
  }));
}

/** What stands for placements on several nodes with CPUs where one node alone has some: its threads have their memory here or there. */
const besideMemory: Partial<Record<PlacementName, readonly PlacementName[]>> = {
  spread: ['local', 'remote'],
  split: [],
};

/** What was asked for, or the preset's, as far as the workload allows it. One node knows only `local`. */
function choosePlacements(
  { request, place }: ArmContext,
  row: PlannedRow,
  workload: Workload,
): readonly PlacementName[] {
  if (place.purpose === 'one-node') return ['local'];
  const placements = request.placements ?? proposePlacements(place, row);
  return placements.filter((name) => workload.placements.includes(name));
}

function proposePlacements({ topology, nodes }: MachineSection, { placements, hypothesis }: PlannedRow) {
  const withCpus = nodesWithCpus(topology).filter((node) => nodes.includes(node));
  if (withCpus.length > 1 || hypothesis !== undefined) return placements;
  return [...new Set(placements.flatMap((name) => besideMemory[name] ?? [name]))];
}

/**
 * A guest counts. A host with the nodes counts too, does as the guest does, and times in trials of their own: what is counted after
 * the work (survivors, thread maps) would lengthen a timed pass. On one node there is nothing to count but memory over time, whose
 * sampling disturbs times. A hypothesis is judged by what
 * decides it, times or counts, and by nothing else: its rule would take trials of another mode for more of the same.
 */
function chooseModes(
  { place, preset, memorySampleHz }: ArmContext,
  { hypothesis, countsOnly }: PlannedRow,
  workload: Workload,
): TrialMode[] {
  const isTimed = hypothesis !== undefined && isDecidedByTimes(hypothesis.decidedOn);
  const wanted: Record<TrialMode, boolean> = hypothesis
    ? { count: !isTimed, throughput: isTimed, latency: false }
    : {
        count: place.purpose === 'nodes' || memorySampleHz !== undefined,
        throughput: place.machine === 'host' && !countsOnly,
        latency: place.machine === 'host' && !countsOnly && preset.latency,
      };
  return workload.modes.filter((mode) => wanted[mode]);
}
