import type { Arm, PlannedTrial, ProcessSpec } from '../../results/schema/plan.ts';
import type { ProcessCommand, TrialCommand } from '../machine/machine.ts';

/** The trial as a machine is asked for it: numactl's and the benchmark program's arguments of every process. */
export function makeTrialCommand(arm: Arm, planned: PlannedTrial, timeoutMs: number): TrialCommand {
  return {
    trial: planned.trial,
    block: planned.block,
    seed: planned.seed,
    nodes: nodesOf(arm),
    timeoutMs,
    ...(arm.numaBalancing === undefined ? {} : { numaBalancing: arm.numaBalancing }),
    ...(arm.memorySampleHz === undefined ? {} : { memorySampleHz: arm.memorySampleHz }),
    processes: arm.processes.map(
      (process): ProcessCommand => ({
        target: arm.target,
        numactl: process.numactl,
        arguments: makeArguments(arm, process, planned.seed),
      }),
    ),
  };
}

function nodesOf({ processes }: Arm): number[] {
  const nodes = processes.flatMap(({ threads, boundNodes }) => [
    ...threads.map((thread) => thread.node),
    ...boundNodes,
  ]);
  return [...new Set(nodes)].sort((a, b) => a - b);
}

/**
 * Several processes wait for each other at the gate, one has nobody to wait for. Where memory is sampled the gate is also
 * where that begins: what came before was numactl and the building of tables.
 */
export function hasGate(arm: Arm): boolean {
  return arm.processes.length > 1 || arm.memorySampleHz !== undefined;
}

/** What the benchmark program of one process is called with. */
export function makeArguments(arm: Arm, process: ProcessSpec, seed: string): string[] {
  const threads = process.threads.map(({ role, node, cpu }) => `${role}=${node}:${cpu}`);
  return [
    arm.workload,
    ...['--threads', threads.join(',')],
    ...['--seed', seed],
    ...['--mode', arm.mode],
    ...['--samples', String(arm.samples)],
    ...['--warmup', String(arm.warmupSamples)],
    ...['--operations', String(arm.operationsPerThread)],
    ...(arm.counters === true ? ['--counters', 'on'] : []),
    ...(hasGate(arm) ? ['--gate'] : []),
    ...(arm.processes.length > 1 ? ['--part', partOf(arm, process)] : []),
    ...Object.entries(arm.parameters).flatMap(([name, value]) => [`--${name}`, value]),
  ];
}

/** Which of the processes it is: a workload may divide one piece of work between them. */
function partOf(arm: Arm, process: ProcessSpec): string {
  return `${arm.processes.indexOf(process) + 1}/${arm.processes.length}`;
}
