import type { FamilyFacts, ValidityFact } from '../../../results/schema/report.ts';
import type { ComparisonRow } from '../../../results/schema/report-rows.ts';
import type { ControlJudgement } from '../../compare/judge-controls.ts';
import type { Run, RunSection } from '../../load/run.ts';

/** What a check may look at beside the records: what was already derived from them. */
export interface Derived {
  readonly comparisons: readonly ComparisonRow[];
  readonly controls: readonly ControlJudgement[];
  readonly family: FamilyFacts | null;
}

/** A fact about one section, or null where the check has no subject. */
export type SectionCheck = (
  section: RunSection,
  sectionIndex: number,
  run: Run,
  derived: Derived,
) => Omit<ValidityFact, 'section'> | null;

/** False where the calibration is all there is: a run may be made for it alone. */
export function hasBlocks({ section }: RunSection): boolean {
  return section.trials.some((trial) => trial.block > 0);
}
