import { counted } from '../../../results/text/counted.ts';
import { armOf, completedTrials } from '../../load/run.ts';
import type { SectionCheck } from './check.ts';

/** Every process proved to be the program that environment.json describes under the target's label. */
export const proofsEqual: SectionCheck = (section, _index, run) => {
  const wrong = new Set<string>();
  let processes = 0;
  for (const trial of completedTrials(section)) {
    const arm = armOf(section, trial);
    // The control runs the baseline's program under a blind label.
    const target = arm.control ? run.plan.baseline : arm.target;
    for (const { counts } of trial.processes) {
      processes += 1;
      if (counts.proof !== run.environment.targets[target]?.proofSha256) wrong.add(target);
    }
  }
  const base = {
    id: 'proofs',
    threshold: 'the proof of every process is that of its target in environment.json',
    remedy: 'rebuild the targets and run again; these rows compare unknown programs',
  };
  if (processes === 0) return { ...base, verdict: 'unknown', seen: 'no trial completed' };
  if (wrong.size > 0) return { ...base, verdict: 'fail', seen: `other proofs from ${[...wrong].join(', ')}` };
  return {
    ...base,
    verdict: 'pass',
    seen: `${counted(processes, 'process', 'processes')} proved themselves`,
  };
};
