import type { Arm, ThreadSpec } from '../../../results/schema/plan.ts';
import type { Description } from '../../../results/schema/workload.ts';
import { findWorkload } from '../../request/check-workloads.ts';
import type { MachineSection } from '../machine-section.ts';
import { combineLevels } from './combine-levels.ts';
import { bindCpus } from './place-threads.ts';
import type { UsableCpus } from './usable-cpus.ts';

/** The workload every section begins with: the check of first touch, node latencies, cost of the clock. */
export const calibrateName = 'calibrate';

export interface CalibrationContext {
  readonly description: Description;
  readonly place: MachineSection;
  readonly cpus: UsableCpus;
  /** The baseline, where it is available. */
  readonly target: string;
  /** True when the target is another program in a process that may not use all CPUs. */
  readonly needsAllCpus: boolean;
  readonly levels: Parameters<typeof combineLevels>[2];
}

/** One thread on every requested node that has CPUs. It is about the kernel and the machine, so one target will do. */
export function makeCalibrationArm(context: CalibrationContext): Arm {
  const { description, place, cpus, target, levels } = context;
  const workload = findWorkload(calibrateName, description);
  const role = workload.roles[0] ?? 'prober';
  const threads = place.nodes.flatMap((node) => {
    const cpu = cpus.byNode.get(node)?.[0];
    return cpu === undefined ? [] : [{ role, node, cpu }];
  });
  const timed = place.machine === 'host' && workload.modes.includes('throughput');
  const mode = timed ? 'throughput' : 'count';
  return {
    id: place.machine === 'host' ? 'h000' : 'v000',
    workload: workload.name,
    parameters: combineLevels(workload, {}, levels, mode)[0] ?? {},
    target,
    placement: place.purpose === 'nodes' ? 'spread' : 'local',
    mode,
    control: false,
    scheduleDependent: workload.scheduleDependent,
    processes: [
      {
        threads,
        numactl: makePolicy(context, threads),
        boundNodes: [],
      },
    ],
    samples: timed ? 5 : 1,
    warmupSamples: timed ? 1 : 0,
    operationsPerThread: 100_000,
  };
}

/** Threads pin themselves: the CPUs of the process are those of the other arms, or all where the target needs them. */
function makePolicy({ place, needsAllCpus }: CalibrationContext, threads: readonly ThreadSpec[]): string[] {
  if (needsAllCpus) return [bindCpus(place.topology.nodes.flatMap(({ cpus }) => cpus))];
  if (place.purpose === 'one-node') return [bindCpus(threads)];
  return [`--cpunodebind=${threads.map((thread) => thread.node).join(',')}`];
}
