import type { PlacementCount, ThreadMap } from '../../../results/schema/counts.ts';
import type { Estimate } from '../../../results/schema/estimate.ts';
import type { CompletedTrial } from '../../../results/schema/trial.ts';
import { makeEstimate } from '../../estimate/estimate.ts';
import type { ArmTrial } from './data.ts';

/** A number of each block, from the one trial that an arm has there. */
export type BlockValues = ReadonlyMap<number, number>;

/** `read` of every trial, by block; trials that have no such number are left out. */
export function valuesOf(
  trials: readonly ArmTrial[],
  read: (trial: CompletedTrial) => number | null,
): BlockValues {
  return new Map(
    trials.flatMap(({ trial }): [number, number][] => {
      const value = read(trial);
      return value === null ? [] : [[trial.block, value]];
    }),
  );
}

/** a - b in the blocks that have both. */
export function differences(a: BlockValues, b: BlockValues): BlockValues {
  return new Map(
    [...a].flatMap(([block, value]): [number, number][] => {
      const other = b.get(block);
      return other === undefined ? [] : [[block, value - other]];
    }),
  );
}

export function estimateOf(values: BlockValues): Estimate | null {
  return makeEstimate([...values.values()], 'count');
}

/** Maps of threads of a trial. */
export function mapsOf(trial: CompletedTrial, at: ThreadMap['at']): readonly ThreadMap[] {
  return trial.processes.flatMap(({ counts }) => counts.threadMaps).filter((map) => map.at === at);
}

/** Pages of a stack that lie on another node than the thread. */
export function remoteStackPages({ stack, childNode }: ThreadMap): number {
  return stack.filter((node) => typeof node === 'number' && node !== childNode).length;
}

/** Null when no thread was looked at. */
export function meanRemoteStackPages(trial: CompletedTrial): number | null {
  const maps = mapsOf(trial, 'end');
  if (maps.length === 0) return null;
  return maps.reduce((sum, map) => sum + remoteStackPages(map), 0) / maps.length;
}

/** Of the thread that has the most; null when no thread was looked at. */
export function mostRemoteStackPages(trial: CompletedTrial): number | null {
  const maps = mapsOf(trial, 'end');
  return maps.length === 0 ? null : Math.max(...maps.map(remoteStackPages));
}

/** Bytes of a placement by the nodes of owner and page. */
export function cellsOf({
  nodes,
  bytes,
}: Pick<PlacementCount, 'nodes' | 'bytes'>): readonly { owner: number; page: number; bytes: number }[] {
  return nodes.flatMap((owner, o) => nodes.map((page, p) => ({ owner, page, bytes: bytes[o]?.[p] ?? 0 })));
}
