import type { LockHandoffs } from '../../results/schema/counts.ts';
import type { LockHandoffMapRow } from '../../results/schema/report-rows.ts';
import { completedByArm, type RunSection } from '../load/run.ts';
import { fewestHandoffs } from '../metrics/lock-handoff.ts';
import { makeEstimate } from './estimate.ts';
import { rowKeyOf } from './row-key.ts';

/**
 * K1 by pair of threads: which share of the handoffs to another thread went from one to another, of every arm with a lock and of the
 * trials that K1 has a value of.
 */
export function readLockHandoffMaps(section: RunSection, sectionIndex: number): readonly LockHandoffMapRow[] {
  if (section.section.purpose !== 'nodes') return [];
  return completedByArm(section).flatMap(({ arm, trials }): LockHandoffMapRow[] => {
    // Shares of one lock: several processes have a lock each, whose threads are no pairs of each other.
    const locks = trials.flatMap((trial) => {
      const [lock, ...more] = trial.processes.flatMap(({ counts }) => counts.lockHandoffs);
      return lock === undefined || more.length > 0 ? [] : [lock];
    });
    const [first] = locks;
    if (first === undefined) return [];
    const { id, target, control } = arm;
    const cells = makeCells(first, locks);
    return cells.length === 0
      ? []
      : [{ ...rowKeyOf(section, sectionIndex, arm), arm: id, target, control, cells }];
  });
}

function makeCells({ threads }: LockHandoffs, locks: readonly LockHandoffs[]): LockHandoffMapRow['cells'] {
  const used = locks
    .map(({ matrix }) => ({ matrix, all: lockHandoffs(matrix) }))
    .filter(({ all }) => all >= fewestHandoffs);
  return threads.flatMap((from, row) =>
    threads.flatMap((to, column) => {
      if (row === column) return [];
      const shares = used.map(({ matrix, all }) => (matrix[row]?.[column] ?? 0) / all);
      const share = makeEstimate(shares, 'count');
      return share === null
        ? []
        : [{ from: from.thread, fromNode: from.node, to: to.thread, toNode: to.node, share }];
    }),
  );
}

/** Handoffs to another thread; those to oneself are none. */
function lockHandoffs(matrix: LockHandoffs['matrix']): number {
  return matrix.reduce(
    (all, row, from) => row.reduce((sum, count, to) => (to === from ? sum : sum + count), all),
    0,
  );
}
