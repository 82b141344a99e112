import type { PlannedTrial } from '../../../results/schema/plan.ts';
import type { TrialRecord } from '../../../results/schema/trial.ts';
import { counted } from '../../../results/text/counted.ts';
import { groupBy } from '../../load/group-by.ts';
import { hasBlocks, type SectionCheck } from './check.ts';

/** Complete blocks in an order that differs between them, executed in the planned order. Block 0 is the calibration. */
export const orderRandomised: SectionCheck = (runSection) => {
  if (!hasBlocks(runSection)) return null;
  const { section, trials } = runSection;
  const inBlocks = section.trials.filter((trial) => trial.block > 0);
  const blocks = [...groupBy(inBlocks, (trial) => trial.block).values()];
  const arms = new Set(inBlocks.map((trial) => trial.arm)).size;
  const distinct = new Set(blocks.map((block) => block.map((trial) => trial.arm).join('\n'))).size;
  const base = {
    id: 'order-randomised',
    threshold: 'every arm once per block, orders differ between blocks, trials ran as planned',
    remedy: 'do not edit plan.json; run again',
  };
  if (!blocks.every((block) => block.length === arms && new Set(block.map((t) => t.arm)).size === arms)) {
    return { ...base, verdict: 'fail', seen: 'a block does not hold every arm once' };
  }
  if (!ranAsPlanned(section.trials, trials)) {
    return { ...base, verdict: 'warn', seen: 'trials were not recorded in the planned order' };
  }
  const size = `${counted(blocks.length, 'block')} of ${counted(arms, 'arm')}`;
  if (blocks.length < 2 || arms < 2)
    return { ...base, verdict: 'unknown', seen: `${size}: nothing to compare` };
  const seen = `${counted(distinct, 'different order')} in ${size}`;
  return { ...base, verdict: distinct > 1 ? 'pass' : 'fail', seen };
};

function ranAsPlanned(planned: readonly PlannedTrial[], recorded: readonly TrialRecord[]): boolean {
  const numbers = new Set(recorded.map((trial) => trial.trial));
  const expected = planned.filter((trial) => numbers.has(trial.trial));
  return expected.every((trial, index) => trial.trial === recorded[index]?.trial);
}
