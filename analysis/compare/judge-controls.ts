import type { FamilyPair } from '../../results/schema/family.ts';
import type { FamilyFacts } from '../../results/schema/report.ts';
import type { ComparisonRow } from '../../results/schema/report-rows.ts';
import { counted } from '../../results/text/counted.ts';
import { fewestBlocksForInterval } from '../estimate/estimate.ts';
import type { RunSection } from '../load/run.ts';
import { allowedOutside } from '../stats/allowed-outside.ts';
import { isInsideMargin } from './decide-verdict.ts';

/** What the baseline against itself came to, at one place. */
export interface ControlJudgement {
  readonly workload: string;
  /** `stray`: it does not differ, but is not known to within the margin. */
  readonly state: 'pass' | 'fail' | 'imprecise' | 'unknown';
  /** Why it did not pass, else empty. */
  readonly because: string;
}

/**
 * A/A gate: a control passes when it does not differ by Holm at the controls' level, and its own interval lies inside the margin. The first
 * alone would pass any run that is noisy enough.
 */
export function judgeControls(
  pairs: readonly FamilyPair[],
  members: readonly { readonly row: ComparisonRow | null }[],
  facts: FamilyFacts,
  section: RunSection | undefined,
): readonly ControlJudgement[] {
  return pairs.map((pair, index) => {
    const row = members[index]?.row ?? null;
    const workload = section?.arms.get(pair.arm)?.workload ?? '';
    if (row === null) return { workload, state: 'unknown', because: `A/A control ${pair.arm} has no value` };
    return { workload, ...judgeControl(row, facts) };
  });
}

function judgeControl(row: ComparisonRow, facts: FamilyFacts): Omit<ControlJudgement, 'workload'> {
  const { estimate } = row.effect;
  const name = `A/A control ${row.workload} ${row.placement} (${row.arm})`;
  if (estimate.intervalKind !== 'confidence' || row.adjustedP === null) {
    const equal = estimate.n < fewestBlocksForInterval ? '' : ' with times that are equal in most';
    return { state: 'unknown', because: `${name}: ${counted(estimate.n, 'block')}${equal} give no interval` };
  }
  const ends = `${estimate.lower.toFixed(3)} to ${estimate.upper.toFixed(3)}`;
  if (row.adjustedP <= facts.controlAlpha) {
    return { state: 'fail', because: `${name} differs from itself: ratio ${ends}` };
  }
  if (!isInsideMargin(estimate, facts.margin)) {
    const percent = facts.margin * 100;
    return { state: 'imprecise', because: `${name} is known to ${ends} only, not within ${percent} %` };
  }
  return { state: 'pass', because: '' };
}

/**
 * Whether the run may have so many strays and still be believed: with many controls some stray in a healthy run too. The
 * workload of a stray is not called equivalent in any case.
 */
export function allowsImprecise(controls: readonly ControlJudgement[]): boolean {
  return controls.filter(({ state }) => state === 'imprecise').length <= allowedOutside(controls.length);
}
