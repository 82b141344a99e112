import { describeUndecided } from '../comparison/family-facts.ts';
import { completedTrials, failedTrials, skippedTrials } from '../run.ts';
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
  if (completed === planned) return { ...base, verdict: 'pass', seen: `all ${planned} completed` };
  const failed = failedTrials(section).length;
  const skipped = skippedTrials(section).length;
  const missing = planned - section.trials.length;
  const undecided = family?.section === index && !family.decides ? describeUndecided(family) : null;
  const parts = [
    `${completed} of ${planned} completed`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(missing > 0 ? [`${missing} never ran`] : []),
    ...(undecided === null ? [] : [`no verdicts: the run ${undecided}`]),
  ];
  const remedy =
    undecided === null ? base.remedy : 'run again; with --max-time a run may end after any block';
  return { ...base, remedy, verdict: 'warn', seen: parts.join(', ') };
};
