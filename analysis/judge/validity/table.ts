import type { ValidityFact } from '../../../results/schema/report.ts';
import type { Run } from '../../load/run.ts';
import { blocksIndependent } from './autocorrelation.ts';
import { blocksPerArm } from './blocks-per-arm.ts';
import type { Derived, SectionCheck } from './check.ts';
import { controlArmPassed } from './control-arm.ts';
import { quotaHeld } from './cpu-quota.ts';
import { noGuestTimes } from './guest-times.ts';
import { settingsHeld } from './kernel-settings.ts';
import { oneMode } from './modality.ts';
import { orderRandomised } from './order.ts';
import { outliersLabelled } from './outliers.ts';
import { pinningHeld } from './pinning.ts';
import { placementBound } from './placement-bound.ts';
import { proofsEqual } from './proofs.ts';
import { ranInOneGo } from './resumed.ts';
import { processesOverlap } from './side-by-side.ts';
import { stateSteady } from './steady-state.ts';
import { trialsCompleted } from './trials.ts';
import { workCheckAgreed } from './work-check.ts';

const checks: readonly SectionCheck[] = [
  trialsCompleted,
  ranInOneGo,
  pinningHeld,
  placementBound,
  proofsEqual,
  workCheckAgreed,
  settingsHeld,
  quotaHeld,
  orderRandomised,
  controlArmPassed,
  processesOverlap,
  blocksPerArm,
  noGuestTimes,
  stateSteady,
  blocksIndependent,
  oneMode,
  outliersLabelled,
];

/** Facts that say whether a run can be believed, section by section, in the order of the table. */
export function checkValidity(run: Run, derived: Derived): readonly ValidityFact[] {
  return run.sections.flatMap((section, index) =>
    checks.flatMap((check) => {
      const fact = check(section, index, run, derived);
      return fact === null ? [] : [{ ...fact, section: index }];
    }),
  );
}
