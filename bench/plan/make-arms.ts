import type { Arm } from '../../results/schema/plan.ts';
import type { Topology } from '../../results/schema/topology.ts';
import type { Description, PlacementName, TrialMode, Workload } from '../../results/schema/workload.ts';
import { findWorkload } from '../request/check-workloads.ts';
import type { RunRequest } from '../request/run-request.ts';
import { countAllowedCpus } from './allowed-cpus.ts';
import { calibrateName } from './calibration.ts';
import type { Place } from './choose-machines.ts';
import { type ChosenTarget, chooseTargets, type TargetContext } from './choose-targets.ts';
import { combineLevels } from './combine-levels.ts';
import { listNodeGroups } from './node-groups.ts';
import { type Placed, placeThreads } from './place-threads.ts';
import { makeGenericPreset, type Preset, type WorkloadPreset } from './presets.ts';
import { chooseThreads, type UsableCpus } from './usable-cpus.ts';

export interface ArmContext extends TargetContext {
  readonly request: RunRequest;
  readonly preset: Preset;
  readonly description: Description;
  readonly place: Place;
  readonly cpus: UsableCpus;
  /** Samples a second of the memory of processes, in trials that count; undefined: none. */
  readonly memorySampleHz: number | undefined;
}

/** A combination of levels that cannot be placed on the machine. */
export interface Omission {
  readonly workload: string;
  /** Present when only this target cannot be placed so. */
  readonly target?: string;
  readonly placement: PlacementName;
  readonly threads: number;
  readonly reason: string;
}

export interface MadeArms {
  readonly arms: readonly Arm[];
  readonly omissions: readonly Omission[];
}

interface Cell {
  readonly mode: TrialMode;
  readonly parameters: Record<string, string>;
  readonly placement: PlacementName;
  readonly nodes: readonly number[];
  readonly threads: number;
}

/** Every arm of a section but the calibration, in the order workload, mode, parameters, placement, nodes, threads, target. */
export function makeArms(context: ArmContext): MadeArms {
  const arms: Omit<Arm, 'id'>[] = [];
  const omissions: Omission[] = [];
  for (const row of chooseWorkloads(context)) {
    const workload = findWorkload(row.workload, context.description);
    for (const cell of listCells(context, row, workload)) {
      const placed = placeCell(context, workload, cell);
      if (placed.state === 'impossible') {
        omissions.push({ workload: workload.name, ...cell, reason: placed.reason });
        continue;
      }
      for (const chosen of chooseTargets(context, row)) {
        const reason = chosen.needsAllCpus ? lackOfCpus(placed, context.place.topology) : undefined;
        if (reason === undefined) arms.push(makeArm(context, chosen, row, workload, cell, placed));
        else if (!chosen.control) {
          omissions.push({ workload: workload.name, ...cell, target: chosen.target, reason });
        }
      }
    }
  }
  const prefix = context.place.machine === 'host' ? 'h' : 'v';
  return {
    arms: removeRepeats(arms).map((arm, i) => ({ id: `${prefix}${String(i + 1).padStart(3, '0')}`, ...arm })),
    omissions,
  };
}

function chooseWorkloads({ request, preset }: ArmContext): readonly WorkloadPreset[] {
  const isPreset = (name: string) => preset.workloads.some((row) => row.workload === name);
  if (request.workloads === undefined) {
    // Setting a parameter of a workload that the preset leaves out asks for that workload.
    const extra = request.levels.map((level) => level.workload).filter((name) => !isPreset(name));
    return [...preset.workloads, ...rowsOf(extra, preset)];
  }
  return rowsOf(request.workloads, preset);
}

function rowsOf(names: readonly string[], preset: Preset): WorkloadPreset[] {
  return [...new Set(names)]
    .filter((name) => name !== calibrateName)
    .flatMap((name) => {
      const rows = preset.workloads.filter((row) => row.workload === name);
      return rows.length > 0 ? rows : [makeGenericPreset(name)];
    });
}

/** Rows of a preset that differ in what only counts are the same arm in a timed mode. */
function removeRepeats<T>(arms: readonly T[]): T[] {
  return [...new Map(arms.map((arm) => [JSON.stringify(arm), arm])).values()];
}

function* listCells(context: ArmContext, row: WorkloadPreset, workload: Workload): Generator<Cell> {
  const { request, place, cpus } = context;
  const directed = workload.roles.length > 1;
  for (const mode of chooseModes(context, workload)) {
    for (const parameters of combineLevels(workload, row.levels, request.levels, mode)) {
      for (const placement of choosePlacements(context, row, workload)) {
        const groups = listNodeGroups({
          nodes: place.nodes,
          placement,
          directed,
          allPairs: request.allPairs,
        });
        for (const nodes of groups) {
          // A pair of --pairs all does the work of a pair, and `local` the same on one node of it.
          const compared = groups.length > 1 && nodes.length === 1 ? place.nodes.slice(0, 2) : nodes;
          for (const threads of request.threads ?? [chooseThreads(cpus, compared, row.threadsPerNode)]) {
            yield { mode, parameters, placement, nodes, threads };
          }
        }
      }
    }
  }
}

/** What was asked for, or the preset's, as far as the workload allows it. One node knows only `local`. */
function choosePlacements(
  { request, place }: ArmContext,
  row: WorkloadPreset,
  workload: Workload,
): readonly PlacementName[] {
  if (place.purpose === 'one-node') return ['local'];
  return (request.placements ?? row.placements).filter((name) => workload.placements.includes(name));
}

function placeCell({ place, cpus }: ArmContext, workload: Workload, cell: Cell): Placed {
  return placeThreads({
    placement: cell.placement,
    nodes: cell.nodes,
    threads: cell.threads,
    roles: workload.roles,
    minThreads: workload.minThreads,
    cpus: cpus.byNode,
    bindMemory: place.purpose === 'nodes',
  });
}

type Possible = Extract<Placed, { state: 'placed' }>;

/** Why a target that needs all CPUs cannot be placed so: an affinity that hides some changes what its allocator does. */
function lackOfCpus({ processes }: Possible, topology: Topology): string | undefined {
  const counts = processes.map(({ numactl }) => countAllowedCpus(numactl, topology));
  const short = counts.find(({ allowed, all }) => allowed < all);
  return short && `the target needs all CPUs of the machine and gets ${short.allowed} of ${short.all}`;
}

function makeArm(
  context: ArmContext,
  { target, control }: ChosenTarget,
  row: WorkloadPreset,
  workload: Workload,
  cell: Cell,
  placed: Possible,
): Omit<Arm, 'id'> {
  const { mode, parameters, placement, threads } = cell;
  const { place, memorySampleHz } = context;
  // On one node counting trials are there for their memory over time: they work as long as those that are timed.
  const amount = mode === 'count' && place.purpose === 'nodes' ? row.counted : row.timed;
  return {
    workload: workload.name,
    parameters,
    target,
    placement,
    mode,
    control,
    scheduleDependent: workload.scheduleDependent && threads > 1 && !takesTurns(parameters),
    processes: [...placed.processes],
    ...amount,
    ...(mode === 'count' && memorySampleHz !== undefined ? { memorySampleHz } : {}),
  };
}

/** A workload with `--turn` hands the run from thread to thread in an order of the seed, unless it is 0. */
function takesTurns(parameters: Readonly<Record<string, string>>): boolean {
  return parameters.turn !== undefined && parameters.turn !== '0';
}

/**
 * A guest counts. A host with the nodes counts too, does as the guest does, and times in trials of their own: what is counted after
 * the work (survivors, thread maps) would lengthen a timed pass. On one node there is nothing to count but memory over time,
 * whose sampling disturbs times.
 */
function chooseModes({ place, preset, memorySampleHz }: ArmContext, workload: Workload): TrialMode[] {
  const wanted: Record<TrialMode, boolean> = {
    count: place.purpose === 'nodes' || memorySampleHz !== undefined,
    throughput: place.machine === 'host',
    latency: place.machine === 'host' && preset.latency,
  };
  return workload.modes.filter((mode) => wanted[mode]);
}
