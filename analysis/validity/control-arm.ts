import { completedTrials } from '../run.ts';
import { counted, hasBlocks, type SectionCheck } from './check.ts';

/** The baseline against itself. Whether its ratios pass is a verdict, which plain ratios do not give. */
export const controlArmPresent: SectionCheck = (section, index, _run, { comparisons }) => {
  if (!hasBlocks(section)) return null;
  const done = completedTrials(section).some((trial) => section.arms.get(trial.arm)?.control === true);
  const base = {
    id: 'control-arm',
    threshold: 'an A/A control arm is in the section',
    remedy: 'plan the run with the baseline target included',
  };
  if (!done) return { ...base, verdict: 'warn', seen: 'no trial of an A/A control completed' };
  const ratios = comparisons
    .filter((row) => row.section === index && row.control)
    .map((row) => row.effect.estimate.point);
  const span =
    ratios.length === 0
      ? 'it has no ratio to the baseline'
      : `its ${counted(ratios.length, 'ratio')} to the baseline: ${Math.min(...ratios).toFixed(3)} to ${Math.max(...ratios).toFixed(3)}, not judged`;
  return { ...base, verdict: 'pass', seen: `completed; ${span}` };
};
