import { armDifferences } from '../../../analysis/compare-runs/arm-differences.ts';
import { listArms, type MatchedArms, matchArms, nameArm } from '../../../analysis/compare-runs/match-arms.ts';
import type { ArmOfRun } from '../../../analysis/compare-runs/run-comparison.ts';
import type { Run } from '../../../analysis/load/run.ts';
import { didYouMean } from '../../did-you-mean.ts';
import { UserError } from '../../user-error.ts';

interface Side {
  readonly run: Run;
  readonly arm: string | undefined;
}

/** Both sides as the user named them; `run` is the same value where they are of one run. */
export interface Operands {
  readonly a: Side;
  readonly b: Side;
}

/** Which arms are to be compared. Throws UserError for an arm or target that there is not, and for a thing beside itself. */
export function pickArms({ a, b }: Operands, targets: readonly [string, string] | undefined): MatchedArms {
  if (a.arm !== undefined && b.arm !== undefined) {
    if (targets !== undefined) {
      throw new UserError('--targets has no use where both arms are named', { hint: 'leave it out' });
    }
    return pairTwo(findArm(a.run, a.arm), findArm(b.run, b.arm));
  }
  if (a.arm !== undefined || b.arm !== undefined) {
    throw new UserError('one side is an arm and the other a whole run', {
      hint: 'name an arm on both sides (run#arm), or on none',
    });
  }
  if (a.run === b.run && (targets === undefined || targets[0] === targets[1])) {
    const what = targets === undefined ? 'the same run' : `target '${targets[0]}' of the same run`;
    throw new UserError(`A and B are ${what}: '${a.run.id}'`, {
      hint: 'name two arms (run#arm), or two of its targets with --targets musl,glibc',
    });
  }
  if (targets !== undefined) {
    checkTarget(a.run, targets[0]);
    checkTarget(b.run, targets[1]);
  }
  return matchArms(a.run, b.run, targets);
}

function pairTwo(a: ArmOfRun, b: ArmOfRun): MatchedArms {
  if (a.run === b.run && a.arm === b.arm) {
    throw new UserError(`A and B are the same arm: '${a.arm.id}'`, { hint: 'name two different arms' });
  }
  const differences = armDifferences({ a, b });
  return differences.length === 0 ? { pairs: [{ a, b }], refused: [] } : { pairs: [], refused: differences };
}

const mostShown = 6;

function findArm(run: Run, id: string): ArmOfRun {
  const arms = listArms(run);
  const found = arms.find(({ arm }) => arm.id === id);
  if (found !== undefined) return found;
  const shown = arms.slice(0, mostShown).map((side) => `${side.arm.id} (${nameArm(side)})`);
  const more = arms.length > mostShown ? `, and ${arms.length - mostShown} more in its plan.json` : '';
  throw new UserError(`run ${run.id} has no arm '${id}'`, {
    hint: shown.length === 0 ? 'it has no arms to compare' : `its arms are ${shown.join(', ')}${more}`,
  });
}

function checkTarget(run: Run, target: string): void {
  const targets = [
    ...new Set(
      listArms(run)
        .filter(({ arm }) => !arm.control)
        .map(({ arm }) => arm.target),
    ),
  ];
  if (targets.includes(target)) return;
  throw new UserError(`run ${run.id} has no target '${target}'`, { hint: didYouMean(target, targets) });
}
