import type { Arm } from '../../../results/schema/plan.ts';
import type { ArmFilter, ArmTrial, HypothesisData } from './data.ts';

/** A trial of two threads that work on blocks of one size in one pass: what the models of the heap describe. */
export interface PairTrial extends ArmTrial {
  readonly bytes: number;
  readonly blocks: number;
}

/** With musl on two nodes, in the order of the experiment. */
export function pairTrials(
  data: HypothesisData,
  filter: Pick<ArmFilter, 'workload' | 'parameters'>,
): readonly PairTrial[] {
  const trials = data.trials({ ...filter, target: 'musl', placement: 'spread', nodeCount: 2 });
  return trials
    .toSorted((a, b) => compareIds(a.arm.id, b.arm.id))
    .flatMap((one) => {
      const bytes = fixedBytes(one.arm);
      return bytes !== null && isOnePass(one.arm)
        ? [{ ...one, bytes, blocks: one.arm.operationsPerThread }]
        : [];
    });
}

/** Ids of arms have leading zeros. */
function compareIds(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function fixedBytes({ parameters }: Arm): number | null {
  const digits = /^fixed:(\d+)$/.exec(parameters.sizes ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
}

function isOnePass({ processes, samples, warmupSamples }: Arm): boolean {
  const threads = processes.flatMap((process) => process.threads);
  return threads.length === 2 && samples === 1 && warmupSamples === 0;
}

/** What one pair does once, as rows of experiments say it. */
export function onePair(operationsPerThread: number) {
  const once = { samples: 1, warmupSamples: 0, operationsPerThread };
  return {
    placements: ['spread'],
    threadsPerNode: 1,
    nodeCounts: [2],
    targets: ['musl'],
    counted: once,
    timed: once,
  } as const;
}
