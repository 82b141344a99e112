import type { Amount, ExperimentRow } from '../../../results/schema/experiment.ts';
import { addTotals, type ByteTotals } from '../../metrics/remote-bytes.ts';
import type { ArmTrial, HypothesisData } from './data.ts';

/** What one trial of `sharing` with one request size says. */
export interface MixedTrial {
  readonly sizeBytes: number;
  readonly burst: number;
  readonly nodeCount: number;
  readonly objects: number;
  /** Live bytes on another node than their owner's / live bytes on any node. */
  readonly remoteRatio: number;
  /** The distance of most neighbours; 0: no distance is that of most. */
  readonly strideBytes: number;
  /** Mean bytes of an object on pages into which an object at a lower address reaches. */
  readonly followingBytes: number;
  /** Share of neighbours in address order that are owned from different nodes. */
  readonly remotePairRatio: number;
}

/** What a row leaves at the program's default. */
const defaults: ExperimentRow['levels'] = { burst: ['1'], refill: ['0'], sweep: ['off'], align: ['0'] };

const once: Amount = { samples: 1, warmupSamples: 0, operationsPerThread: 1 };

/** Trials with one thread on each of the first k nodes, for each k. */
export function mixedRow(
  levels: Readonly<Record<string, readonly string[]>>,
  nodeCounts: readonly number[],
): ExperimentRow {
  return {
    workload: 'sharing',
    levels,
    placements: ['spread'],
    threadsPerNode: 1,
    nodeCounts,
    targets: ['musl'],
    counted: once,
    timed: once,
  };
}

/** Trials of the arms that the rows ask for, by arm. Arms of other questions have other noise: they are left out. */
export function mixedTrials(
  data: HypothesisData,
  rows: readonly ExperimentRow[],
): readonly (readonly MixedTrial[])[] {
  const arms = new Map<string, MixedTrial[]>();
  for (const one of data.trials({ workload: 'sharing', target: 'musl', placement: 'spread' })) {
    const trial = rows.some((row) => asksFor(row, one)) ? readTrial(one) : null;
    if (trial === null) continue;
    const into = arms.get(one.arm.id) ?? [];
    arms.set(one.arm.id, into);
    into.push(trial);
  }
  return [...arms.values()];
}

function asksFor(row: ExperimentRow, { arm, nodes }: ArmTrial): boolean {
  const levels = Object.entries({ ...defaults, ...row.levels });
  const threads = arm.processes.flatMap((process) => process.threads).length;
  return (
    threads === nodes.length &&
    row.nodeCounts?.includes(nodes.length) === true &&
    levels.every(([name, values]) => values.includes(arm.parameters[name] ?? ''))
  );
}

/** Null without a fixed size or without its census. */
function readTrial({ arm, trial, nodes }: ArmTrial): MixedTrial | null {
  const [, size] = /^fixed:(\d+)$/.exec(arm.parameters.sizes ?? '') ?? [];
  const counts = trial.processes[0]?.counts;
  const census = counts?.census.find((one) => one.checkpoint === 'allocated');
  const placement = counts?.placement.find((one) => one.checkpoint === 'allocated');
  const page = census?.sharing[1];
  if (size === undefined || census === undefined || placement === undefined || page === undefined)
    return null;
  if (census.objects === 0 || census.neighbours.pairs === 0) return null;
  return {
    sizeBytes: Number(size),
    burst: Number(arm.parameters.burst),
    nodeCount: nodes.length,
    objects: census.objects,
    remoteRatio: ratioOf(addTotals([placement])),
    strideBytes: census.neighbours.strideBytes,
    followingBytes: page.followingBytes / census.objects,
    remotePairRatio: census.neighbours.remotePairs / census.neighbours.pairs,
  };
}

function ratioOf({ remote, placed }: ByteTotals): number {
  return placed === 0 ? 0 : remote / placed;
}

/** `64 B, stride 80 B, 2 nodes, burst 1` */
export function labelOf({ sizeBytes, strideBytes, nodeCount, burst }: MixedTrial): string {
  return `${sizeBytes} B, stride ${strideBytes} B, ${nodeCount} nodes, burst ${burst}`;
}
