import type { ValidityFact } from '../report.ts';
import type { Run } from '../run.ts';
import type { Derived, SectionCheck } from './check.ts';
import { controlArmPassed } from './control-arm.ts';
import { settingsHeld } from './kernel-settings.ts';
import { orderRandomised } from './order.ts';
import { pinningHeld } from './pinning.ts';
import { placementBound } from './placement-bound.ts';
import { proofsEqual } from './proofs.ts';
import { processesOverlap } from './side-by-side.ts';
import { trialsCompleted } from './trials.ts';
import { workCheckAgreed } from './work-check.ts';

const checks: readonly SectionCheck[] = [
  trialsCompleted,
  pinningHeld,
  placementBound,
  proofsEqual,
  workCheckAgreed,
  settingsHeld,
  orderRandomised,
  controlArmPassed,
  processesOverlap,
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
