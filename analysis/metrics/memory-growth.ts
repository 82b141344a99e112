import type { MemoryCheckpoint } from '../../results/schema/counts.ts';
import type { CompletedTrial } from '../../results/schema/trial.ts';
import { groupBy } from '../load/group-by.ts';
import { oncePerTrial } from './once-per-trial.ts';

/** One checkpoint summed over the processes of a trial, `anonymousBytes` less its value at `start`. */
export interface Growth {
  readonly checkpoint: string;
  /** Null where a process has no checkpoint `start`: the sum would mix growth and absolute size. */
  readonly residentBytes: number | null;
  readonly lazyFreeBytes: number;
  readonly peakBytes: number;
  readonly liveBytes: number;
  /** Operations done by then; null where the checkpoint is no point of a series. */
  readonly operations: number | null;
  /** Resident bytes by node, less those at `start`. */
  readonly nodes: readonly { readonly node: number; readonly bytes: number }[];
}

/** A growth whose resident bytes are known. */
export type KnownGrowth = Growth & { readonly residentBytes: number };

/** Every checkpoint but `start`, in order. Processes of a trial pass the same ones, so that they can be added by name. */
export const readGrowth = oncePerTrial(deriveGrowth);

function deriveGrowth(trial: CompletedTrial): readonly Growth[] {
  const perProcess = trial.processes.map(({ counts }) => counts.memory);
  const checkpoints = groupBy(perProcess.flat(), (memory) => memory.checkpoint);
  const start = checkpoints.get('start') ?? [];
  const hasStart = perProcess.every((memory) => memory.some(({ checkpoint }) => checkpoint === 'start'));
  return [...checkpoints]
    .filter(([checkpoint]) => checkpoint !== 'start')
    .map(([checkpoint, group]) => ({
      checkpoint,
      residentBytes: hasStart ? sum(group, 'anonymousBytes') - sum(start, 'anonymousBytes') : null,
      lazyFreeBytes: sum(group, 'lazyFreeBytes'),
      peakBytes: sum(group, 'peakResidentBytes'),
      liveBytes: sum(group, 'liveBytes'),
      operations: group.some(({ operations }) => operations === undefined)
        ? null
        : group.reduce((total, { operations }) => total + (operations ?? 0), 0),
      nodes: hasStart ? subtractNodes(group, start) : [],
    }));
}

/** The checkpoint with the largest resident set, the first of several; undefined where none is known. */
export function highestGrowth(checkpoints: readonly Growth[]): KnownGrowth | undefined {
  return checkpoints
    .filter((one): one is KnownGrowth => one.residentBytes !== null)
    .reduce<KnownGrowth | undefined>(
      (highest, one) => (highest === undefined || one.residentBytes > highest.residentBytes ? one : highest),
      undefined,
    );
}

/** Checkpoints of the work itself: what comes after `end` shows how memory is given back. */
export function growthOfWork(trial: CompletedTrial): readonly Growth[] {
  const all = readGrowth(trial);
  const end = all.findIndex(({ checkpoint }) => checkpoint === 'end');
  return end < 0 ? all : all.slice(0, end + 1);
}

function subtractNodes(group: readonly MemoryCheckpoint[], start: readonly MemoryCheckpoint[]) {
  const bytes = new Map<number, number>();
  const add = (checkpoints: readonly MemoryCheckpoint[], sign: 1 | -1) => {
    for (const { nodes } of checkpoints)
      for (const { node, bytes: more } of nodes) bytes.set(node, (bytes.get(node) ?? 0) + sign * more);
  };
  add(group, 1);
  add(start, -1);
  return [...bytes].sort(([a], [b]) => a - b).map(([node, sum]) => ({ node, bytes: sum }));
}

type ByteField = 'anonymousBytes' | 'lazyFreeBytes' | 'peakResidentBytes' | 'liveBytes';

function sum(checkpoints: readonly MemoryCheckpoint[], field: ByteField): number {
  return checkpoints.reduce((total, checkpoint) => total + checkpoint[field], 0);
}
