import type { Arm } from '../../results/schema/plan.ts';
import type { Description } from '../../results/schema/workload.ts';
import { findWorkload } from '../request/check-workloads.ts';
import type { Place } from './choose-machines.ts';
import { combineLevels } from './combine-levels.ts';
import { bindCpus } from './place-threads.ts';
import type { UsableCpus } from './usable-cpus.ts';

/** The workload every section begins with: the truth test of first touch, node latencies, cost of the clock. */
export const calibrateName = 'calibrate';

export interface CalibrationContext {
  readonly description: Description;
  readonly place: Place;
  readonly cpus: UsableCpus;
  readonly baseline: string;
  readonly levels: Parameters<typeof combineLevels>[2];
}

/** One thread on every requested node that has CPUs. It is about the kernel and the machine, so one target will do. */
export function makeCalibrationArm({ description, place, cpus, baseline, levels }: CalibrationContext): Arm {
  const workload = findWorkload(calibrateName, description);
  const role = workload.roles[0] ?? 'prober';
  const threads = place.nodes.flatMap((node) => {
    const cpu = cpus.byNode.get(node)?.[0];
    return cpu === undefined ? [] : [{ role, node, cpu }];
  });
  const cpuNodes = threads.map((thread) => thread.node).join(',');
  const timed = place.machine === 'host' && workload.modes.includes('throughput');
  const mode = timed ? 'throughput' : 'count';
  return {
    id: place.machine === 'host' ? 'h000' : 'v000',
    workload: workload.name,
    parameters: combineLevels(workload, {}, levels, mode)[0] ?? {},
    target: baseline,
    placement: place.purpose === 'nodes' ? 'spread' : 'local',
    mode,
    control: false,
    scheduleDependent: workload.scheduleDependent,
    processes: [
      {
        threads,
        numactl:
          place.purpose === 'nodes' ? [`--cpunodebind=${cpuNodes}`, '--localalloc'] : [bindCpus(threads)],
        boundNodes: [],
      },
    ],
    samples: timed ? 5 : 1,
    warmupSamples: timed ? 1 : 0,
    operationsPerThread: 100_000,
  };
}
