import type { DoctorCheck } from '../../../results/schema/environment.ts';
import type { Resume } from '../../../results/schema/resumes.ts';
import type { Run } from '../../load/run.ts';
import type { SectionCheck } from './check.ts';

/**
 * A section whose trials were not all run in one go: the run was killed or stopped within it and resumed. A host may have changed meanwhile, and
 * trials that share a guest began in a new one; only a guest per trial starts from the same saved state as ever.
 */
export const ranInOneGo: SectionCheck = ({ section, trials }, _index, run) => {
  const numbers = new Set(section.trials.map(({ trial }) => trial));
  const first = Math.min(...trials.map(({ trial }) => trial));
  // Before its first trial nothing of the section had been run.
  const within = run.resumes.filter(({ trial }) => numbers.has(trial) && trial !== first);
  if (within.length === 0) return null;
  const isUnaffected = section.machine === 'virtual' && section.freshGuest === 'trial';
  return {
    id: 'one-go',
    verdict: isUnaffected ? 'pass' : 'warn',
    seen: within.map((resume) => describeResume(resume, run)).join('; '),
    threshold: isUnaffected
      ? 'every trial in a fresh guest, where the run was resumed'
      : 'all trials without a pause',
    remedy: 'compare the blocks before and after, or run again without a pause',
  };
};

/** Where a run went on, after which pause, and what the doctor found otherwise than before the run. */
export function describeResume(resume: Resume, { plan, environment }: Run): string {
  const planned = plan.sections.flatMap((section) => section.trials);
  const block = planned.find(({ trial }) => trial === resume.trial)?.block ?? 0;
  const where = block === 0 ? 'the calibration' : `block ${block}`;
  const changes = listChanges(environment.doctor ?? [], resume.doctor);
  return [
    `resumed at trial ${resume.trial} (${where}) after ${describePause(resume.pauseSeconds)}`,
    ...(resume.rebooted ? ['the host was restarted in between'] : []),
    ...(changes.length > 0 ? [`the doctor found otherwise: ${changes.join(', ')}`] : []),
  ].join(', ');
}

const mostSeconds = 120;

function describePause(seconds: number): string {
  return seconds < mostSeconds ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}

function listChanges(before: readonly DoctorCheck[], after: readonly DoctorCheck[]): readonly string[] {
  return after.flatMap(({ id, verdict }) => {
    const earlier = before.find((check) => check.id === id);
    return earlier === undefined || earlier.verdict === verdict
      ? []
      : [`${id} ${verdict} instead of ${earlier.verdict}`];
  });
}
