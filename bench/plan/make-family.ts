import {
  controlAlpha,
  type Family,
  type FamilyPair,
  familyAlpha,
  fewestBlocksForFamily,
  fewestBlocksForLevel,
  primaryMetric,
  strictestLevel,
  timeMargin,
} from '../../results/schema/family.ts';
import type { Arm } from '../../results/schema/plan.ts';
import { counted } from '../../results/text/counted.ts';
import { UserError } from '../user-error.ts';

export type FamilyPairs = Pick<Family, 'comparisons' | 'controls'>;

/**
 * The comparisons that a timed section decides: in throughput trials every target against the baseline, and the A/A control against it,
 * wherever both do the same work at the same place. `decides`: false for a run whose verdicts are those of hypotheses.
 */
export function pairArms(arms: readonly Arm[], baseline: string, decides: boolean): FamilyPairs {
  const timed = arms.filter((arm) => arm.mode === 'throughput' && arm.workload !== 'calibrate');
  const baselines = new Map(
    timed.filter((arm) => arm.target === baseline && !arm.control).map((arm) => [keyOfWork(arm), arm.id]),
  );
  const pairs = timed.flatMap((arm): { readonly control: boolean; readonly pair: FamilyPair }[] => {
    const baselineArm = baselines.get(keyOfWork(arm));
    if (baselineArm === undefined || baselineArm === arm.id) return [];
    return [{ control: arm.control, pair: { arm: arm.id, baselineArm } }];
  });
  const of = (control: boolean) => pairs.filter((one) => one.control === control).map(({ pair }) => pair);
  return { comparisons: decides ? of(false) : [], controls: of(true) };
}

/** Equal for arms that differ in their target alone. */
function keyOfWork({ id: _id, target: _target, control: _control, processes, ...work }: Arm): string {
  // A target that needs all CPUs is started under another policy on the same CPUs.
  const threads = processes.map(({ threads: of, boundNodes }) => [of, boundNodes]);
  return JSON.stringify([work, threads]);
}

/** The fewest blocks in which every comparison, and every control, can come out significant at each of so many looks. */
export function fewestBlocksOf({ comparisons, controls }: FamilyPairs, looks = 1): number {
  if (comparisons.length === 0) return fewestBlocksForFamily;
  const levels = [
    strictestLevel(familyAlpha, comparisons.length, looks),
    strictestLevel(controlAlpha, controls.length, 1),
  ];
  return Math.max(...levels.map(fewestBlocksForLevel));
}

export interface FamilyDesign {
  readonly section: number;
  readonly looks: readonly number[];
  readonly precision: number | null;
  readonly maxSeconds: number | null;
}

/**
 * The family of a section as the plan fixes it; undefined where nothing is compared, or in fewer than six blocks, which give no verdicts.
 * Throws UserError for a number of blocks that asks for verdicts and cannot give them.
 */
export function makeFamily(pairs: FamilyPairs, design: FamilyDesign): Family | undefined {
  const [first = 0] = design.looks;
  if (pairs.comparisons.length + pairs.controls.length === 0 || first < fewestBlocksForFamily)
    return undefined;
  checkReach(pairs, design);
  return {
    section: design.section,
    metric: primaryMetric,
    alpha: familyAlpha,
    controlAlpha,
    margin: timeMargin,
    looks: [...design.looks],
    precision: design.precision,
    maxSeconds: design.maxSeconds,
    comparisons: [...pairs.comparisons],
    controls: [...pairs.controls],
  };
}

function checkReach(pairs: FamilyPairs, { looks }: FamilyDesign): void {
  const [first = 0] = looks;
  const needed = fewestBlocksOf(pairs, looks.length);
  if (first >= needed) return;
  const smallest = (2 ** (1 - first)).toPrecision(2);
  throw new UserError(
    `${first} blocks cannot decide ${counted(pairs.comparisons.length, 'comparison')} with ${counted(pairs.controls.length, 'control')}: ` +
      `no p of ${first} pairs is below ${smallest}, and ${needed} blocks are needed to reach what such a family asks`,
    {
      hint: `give --blocks ${needed} or more, or fewer than ${fewestBlocksForFamily} for median and range without verdicts`,
    },
  );
}

/** Throws UserError where a precision was asked for and there is nothing that could be known so well. */
export function checkPrecision(precision: number | undefined, family: Family | undefined): void {
  if (precision === undefined || (family?.comparisons.length ?? 0) > 0) return;
  throw new UserError('--precision is about times of targets beside a baseline, and this run compares none', {
    hint: 'leave --precision out, or give two --targets on a host',
  });
}
