import type { Arm } from '../../results/schema/plan.ts';
import type { BlowUpRow } from '../../results/schema/report-rows.ts';
import type { RunSection } from '../load/run.ts';
import { highestResidentBytes } from '../metrics/memory.ts';
import { makeEstimate } from './estimate.ts';
import type { Observations } from './observe.ts';
import { cellKey, rowKeyOf } from './row-key.ts';

/** Workloads whose threads do the same work in one process and in several. */
const dividedWorkloads = ['phases'];

/** In a ring a thread frees what another allocated, which with a process for each node it never does: that is other work. */
function isDivided({ workload, parameters }: Arm): boolean {
  return dividedWorkloads.includes(workload) && parameters.pattern !== 'ring';
}

/** One process, whatever its allocator does about threads; `local` before `spread`, which has them on several nodes. */
const oneProcessPlacements = ['local', 'spread'] as const;

/**
 * M4: largest resident set with one heap per node / of one process, same work, within each block. One heap per node is emulated by one
 * process per node (placement `split`), so that it is taken over two arms and stands beside the metrics of one arm.
 */
export function measureBlowUp(
  section: RunSection,
  sectionIndex: number,
  observations: readonly Observations[],
): readonly BlowUpRow[] {
  const highest = new Map(
    observations.filter(({ metric }) => metric === highestResidentBytes).map((o) => [o.arm, o.values]),
  );
  const nodesOf = (arm: Arm) => rowKeyOf(section, sectionIndex, arm).nodes.join();
  const arms = [...section.arms.values()].filter((arm) => isDivided(arm) && highest.has(arm.id));
  const keyOf = (arm: Arm) =>
    JSON.stringify([cellKey(rowKeyOf(section, sectionIndex, arm)), arm.target, arm.control]);
  return arms
    .filter(({ placement }) => placement === 'split')
    .flatMap((split): BlowUpRow[] => {
      const same = arms.filter((arm) => keyOf(arm) === keyOf(split));
      const one = chooseOneProcess(same, (arm) => nodesOf(arm) === nodesOf(split));
      const [ofSplit, ofOne] = [highest.get(split.id), one && highest.get(one.id)];
      if (one === undefined || ofSplit === undefined || ofOne === undefined) return [];
      const ratio = makeEstimate(ratiosOf(ofSplit, ofOne), 'count');
      if (ratio === null) return [];
      const { target, control } = split;
      const heaps = split.processes.length;
      return [
        {
          ...rowKeyOf(section, sectionIndex, split),
          arm: split.id,
          target,
          control,
          heaps,
          oneProcess: one.placement,
          ratio,
        },
      ];
    });
}

/** The arm with one process; of several with the same placement, the one on the same nodes. */
function chooseOneProcess(arms: readonly Arm[], isOnSameNodes: (arm: Arm) => boolean): Arm | undefined {
  const ranked = oneProcessPlacements.flatMap((placement) => {
    const ofPlacement = arms.filter((arm) => arm.placement === placement);
    return [...ofPlacement.filter(isOnSameNodes), ...ofPlacement];
  });
  return ranked[0];
}

function ratiosOf(split: ReadonlyMap<number, number>, one: ReadonlyMap<number, number>): readonly number[] {
  return [...split].flatMap(([block, bytes]) => {
    const divisor = one.get(block);
    return divisor === undefined || divisor <= 0 ? [] : [bytes / divisor];
  });
}
