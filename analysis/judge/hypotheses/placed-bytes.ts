import type { PlacementCount } from '../../../results/schema/counts.ts';
import type { CompletedTrial } from '../../../results/schema/trial.ts';

/** Bytes of one set of objects by where they lie, seen from their owner's node. */
export interface PlacedBytes {
  readonly own: number;
  readonly other: number;
  /** Absent, on the zero page, or on pages of unknown node. */
  readonly none: number;
}

export type PlacedObjects = Pick<PlacementCount, 'subject' | 'checkpoint' | 'owner'>;

/** Of all processes of the trial; null when it counted no such objects. */
export function placedBytes(trial: CompletedTrial, wanted: PlacedObjects): PlacedBytes | null {
  const counts = trial.processes
    .flatMap((process) => process.counts.placement)
    .filter(
      ({ subject, checkpoint, owner }) =>
        subject === wanted.subject && checkpoint === wanted.checkpoint && owner === wanted.owner,
    );
  if (counts.length === 0) return null;
  // Rows and columns are over the same list of nodes.
  const cells = counts.flatMap(({ bytes }) =>
    bytes.flatMap((row, owner) => row.map((cell, page) => ({ cell, isOwn: owner === page }))),
  );
  return {
    own: sum(cells.filter(({ isOwn }) => isOwn).map(({ cell }) => cell)),
    other: sum(cells.filter(({ isOwn }) => !isOwn).map(({ cell }) => cell)),
    none: sum(counts.flatMap((one) => [...one.absentBytes, ...one.zeroPageBytes, ...one.unknownBytes])),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
