import { cellKey, rowKeyOf } from '../estimate/row-key.ts';
import { groupBy } from '../load/group-by.ts';
import { armOf, completedTrials, type Run } from '../load/run.ts';
import { operationCost } from '../metrics/throughput.ts';

/**
 * Costs per operation of the baseline and its A/A control, in the order in which their trials ended: one sequence
 * per workload, parameters, placement and measure timed on the host. All processes of a sequence ran one program.
 * Empty for a run without times; throws nothing.
 */
export function makeCostSequences({ plan, sections }: Run): readonly (readonly number[])[] {
  const costs = sections.flatMap((section, index) =>
    completedTrials(section).flatMap((trial) => {
      const arm = armOf(section, trial);
      // A control is the baseline's program under another name.
      if (trial.machine !== 'host' || !(arm.control || arm.target === plan.baseline)) return [];
      const place = rowKeyOf(section, index, arm);
      return operationCost.read(trial, arm).flatMap((reading) => {
        if (!('value' in reading) || reading.value <= 0) return [];
        const key = JSON.stringify([cellKey(place), place.placement, place.nodes, reading.subject]);
        return [{ key, cost: reading.value }];
      });
    }),
  );
  return [...groupBy(costs, ({ key }) => key).values()].map((group) => group.map(({ cost }) => cost));
}
