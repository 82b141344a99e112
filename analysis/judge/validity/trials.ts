import { describeUndecided } from '../../compare/family-facts.ts';
import { completedTrials, failedTrials, type RunSection, skippedTrials } from '../../load/run.ts';
import type { SectionCheck } from './check.ts';

const base = {
  id: 'trials',
  threshold: 'every planned trial completed',
  remedy: 'see the list of failed and skipped trials; cells with fewer blocks say so',
};

/** Failed, skipped and missing trials are counted; no cell may silently rest on fewer blocks. */
export const trialsCompleted: SectionCheck = (section, index, _run, { family }) => {
  const planned = section.section.trials.length;
  const completed = completedTrials(section).length;
  const restarted = countRestarted(section);
  const after = `${restarted} after a guest that broke before it began`;
  if (completed === planned) {
    return restarted === 0
      ? { ...base, verdict: 'pass', seen: `all ${planned} completed` }
      : {
          ...base,
          verdict: 'warn',
          seen: `all ${planned} completed, ${after}`,
          remedy: 'lostStarts of their records say why; guest-console.log of the run has more',
        };
  }
  const failed = failedTrials(section).length;
  const skipped = skippedTrials(section).length;
  const missing = planned - section.trials.length;
  const undecided = family?.section === index && !family.decides ? describeUndecided(family) : null;
  const parts = [
    `${completed} of ${planned} completed`,
    ...(restarted > 0 ? [after] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(missing > 0 ? [`${missing} never ran`] : []),
    ...(undecided === null ? [] : [`no verdicts: the run ${undecided}`]),
  ];
  const remedy =
    undecided === null ? base.remedy : 'run again; with --max-time a run may end after any block';
  return { ...base, remedy, verdict: 'warn', seen: parts.join(', ') };
};

/** Nothing was measured in the guests that broke, and yet a machine that does so is not what was planned. */
function countRestarted(section: RunSection): number {
  return completedTrials(section).filter(
    (trial) => trial.machine === 'virtual' && (trial.lostStarts?.length ?? 0) > 0,
  ).length;
}
