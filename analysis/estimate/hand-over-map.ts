import type { LockHandovers } from '../../results/schema/counts.ts';
import type { HandOverMapRow } from '../../results/schema/report-rows.ts';
import { completedByArm, type RunSection } from '../load/run.ts';
import { fewestHandovers } from '../metrics/hand-over.ts';
import { makeEstimate } from './estimate.ts';
import { rowKeyOf } from './row-key.ts';

/**
 * K1 by pair of threads: which share of the hand-overs to another thread went from one to another, of every arm with a lock and of the
 * trials that K1 has a value of.
 */
export function readHandOverMaps(section: RunSection, sectionIndex: number): readonly HandOverMapRow[] {
  if (section.section.purpose !== 'nodes') return [];
  return completedByArm(section).flatMap(({ arm, trials }): HandOverMapRow[] => {
    // Shares of one lock: several processes have a lock each, whose threads are no pairs of each other.
    const locks = trials.flatMap((trial) => {
      const [lock, ...more] = trial.processes.flatMap(({ counts }) => counts.lockHandovers);
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

function makeCells({ threads }: LockHandovers, locks: readonly LockHandovers[]): HandOverMapRow['cells'] {
  const used = locks
    .map(({ matrix }) => ({ matrix, all: handOvers(matrix) }))
    .filter(({ all }) => all >= fewestHandovers);
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

/** Hand-overs to another thread; those to oneself are none. */
function handOvers(matrix: LockHandovers['matrix']): number {
  return matrix.reduce(
    (all, row, from) => row.reduce((sum, count, to) => (to === from ? sum : sum + count), all),
    0,
  );
}
