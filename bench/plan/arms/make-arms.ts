import type { Arm } from '../../../results/schema/plan.ts';
import type { Topology } from '../../../results/schema/topology.ts';
import type { PlacementName, Workload } from '../../../results/schema/workload.ts';
import { findWorkload } from '../../request/check-workloads.ts';
import type { MachineSection } from '../machine-section.ts';
import type { PlannedRow } from '../presets.ts';
import { countAllowedCpus } from './allowed-cpus.ts';
import { chooseRows } from './choose-rows.ts';
import { type ChosenTarget, chooseTargets } from './choose-targets.ts';
import { type ArmContext, type Cell, listCells } from './list-cells.ts';
import { type NamedArms, nameArms, thinControls, type WantedArm } from './name-arms.ts';
import { lackingCounts } from './node-subsets.ts';
import { type Placed, placeThreads } from './place-threads.ts';

/** A combination of levels that cannot be placed on the machine. */
export interface Omission {
  readonly workload: string;
  /** Present when only this target cannot be placed so. */
  readonly target?: string;
  readonly placement: PlacementName;
  readonly threads: number;
  readonly reason: string;
}

/** Numbers of nodes that a hypothesis asks about and the place does not have. */
export interface LackingNodes {
  readonly hypothesis: string;
  readonly workload: string;
  readonly counts: readonly number[];
}

export interface MadeArms extends NamedArms {
  readonly omissions: readonly Omission[];
  readonly lackingNodes: readonly LackingNodes[];
}

/** Every arm of a section but the calibration, in the order workload, mode, parameters, placement, nodes, threads, target. */
export function makeArms(context: ArmContext): MadeArms {
  const wanted: WantedArm[] = [];
  const omissions: Omission[] = [];
  const rows = chooseRows(context);
  for (const row of rows) {
    const workload = findWorkload(row.workload, context.description);
    const hypothesis = row.hypothesis?.id;
    if (hypothesis !== undefined) checkLevels(row, workload);
    for (const cell of listCells(context, row, workload)) {
      const placed = placeCell(context, row, workload, cell);
      if (placed.state === 'impossible') {
        omissions.push({ workload: workload.name, ...cell, reason: placed.reason });
        continue;
      }
      for (const chosen of chooseTargets(context, row)) {
        const reason = chosen.needsAllCpus ? lackOfCpus(placed, context.place.topology) : undefined;
        if (reason === undefined) {
          wanted.push({ arm: makeArm(context, chosen, row, workload, cell, placed), hypothesis });
        } else if (!chosen.control) {
          omissions.push({ workload: workload.name, ...cell, target: chosen.target, reason });
        }
      }
    }
  }
  const arms = nameArms(thinControls(wanted, context.preset.controls), context.place.machine);
  return { ...arms, omissions, lackingNodes: findLackingNodes(rows, context.place) };
}

/** A level of a parameter that there is not would be dropped in silence, and the hypothesis judged by other arms than it names. */
function checkLevels({ hypothesis, levels }: PlannedRow, { name, parameters }: Workload): void {
  const unknown = Object.keys(levels).find((level) => !parameters.some((one) => one.name === level));
  if (unknown !== undefined)
    throw new Error(`hypothesis ${hypothesis?.id} names ${name}.${unknown}, which there is not`);
}

function findLackingNodes(rows: readonly PlannedRow[], { nodes }: MachineSection): LackingNodes[] {
  return rows.flatMap(({ hypothesis, workload, ...row }) => {
    const counts = lackingCounts(row, nodes);
    return hypothesis === undefined || counts.length === 0
      ? []
      : [{ hypothesis: hypothesis.id, workload, counts }];
  });
}

function placeCell(
  { request, place, cpus }: ArmContext,
  row: PlannedRow,
  workload: Workload,
  cell: Cell,
): Placed {
  if (row.numaBalancing !== undefined && place.machine === 'host')
    return { state: 'impossible', reason: 'automatic NUMA balancing is switched in a guest only' };
  const { numaBalancing = request.settings.numaBalancing } = row;
  return placeThreads({
    placement: cell.placement,
    nodes: cell.nodes,
    threads: cell.threads,
    roles: workload.roles,
    minThreads: workload.minThreads,
    cpus: cpus.byNode,
    bindMemory: place.purpose === 'nodes',
    balancing: place.machine === 'virtual' && numaBalancing === '1',
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
  row: PlannedRow,
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
    ...(row.numaBalancing === undefined ? {} : { numaBalancing: row.numaBalancing }),
    ...(row.counters === true && mode !== 'count' ? { counters: true as const } : {}),
    ...(mode === 'count' && memorySampleHz !== undefined ? { memorySampleHz } : {}),
  };
}

/** A workload with `--turn` hands the run from thread to thread in an order of the seed, unless it is 0. */
function takesTurns(parameters: Readonly<Record<string, string>>): boolean {
  return parameters.turn !== undefined && parameters.turn !== '0';
}
