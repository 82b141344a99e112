import type { Arm, Plan } from '../../results/schema/plan.ts';
import type { CompletedTrial, TrialRecord } from '../../results/schema/trial.ts';
import type { Fault } from './check-process.ts';

/** Remembers the check values of a run's completed trials. */
export interface WorkChecks {
  /** The fault of a trial whose check values differ from those of the first trial that did the same work. */
  readonly check: (arm: Arm, trial: CompletedTrial) => Fault | undefined;
}

/**
 * Equal work must give equal check values, whatever target, placement policy or machine did it. The journal is append-only, so
 * the trial that came first stands and the later one fails, naming both: the two together are the evidence. `earlier`: the records
 * that the run had when it was resumed.
 */
export function makeWorkChecks(plan: Plan, earlier: readonly TrialRecord[]): WorkChecks {
  const first = new Map<string, { readonly trial: CompletedTrial; readonly arm: Arm }>();
  const checks: WorkChecks = {
    check: (arm, trial) => {
      const key = workKey(arm, trial);
      const earlier = first.get(key);
      if (earlier === undefined) {
        first.set(key, { trial, arm });
        return undefined;
      }
      const [expected, found] = [checksOf(earlier.trial), checksOf(trial)];
      if (expected === found) return undefined;
      return {
        reason: 'check-mismatch',
        detail:
          `trial ${trial.trial} (${arm.target}) did other work than trial ${earlier.trial.trial} ` +
          `(${earlier.arm.target}): check ${found}, not ${expected}`,
      };
    },
  };
  const arms = new Map(plan.sections.flatMap((section) => section.arms).map((arm) => [arm.id, arm]));
  for (const trial of earlier) {
    const arm = arms.get(trial.arm);
    if (arm !== undefined && trial.state === 'completed') checks.check(arm, trial);
  }
  return checks;
}

/** What the work is made of: everything but target, placement policy and machine. */
function workKey(arm: Arm, trial: CompletedTrial): string {
  const parameters = Object.entries(arm.parameters).sort(([a], [b]) => (a < b ? -1 : 1));
  const threads = arm.processes.map((process) => process.threads.map((thread) => thread.role));
  const amount = [arm.samples, arm.warmupSamples, arm.operationsPerThread];
  return JSON.stringify([arm.workload, parameters, threads, arm.mode, amount, trial.seed]);
}

function checksOf(trial: CompletedTrial): string {
  return trial.processes.map(({ counts }) => counts.check).join(' ');
}
