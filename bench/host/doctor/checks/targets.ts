import { unreachable } from '../../../../results/schema/unreachable.ts';
import { presets } from '../../../plan/presets.ts';
import { readTargetStatuses, type TargetStatus } from '../../../targets/status.ts';
import { findTarget } from '../../../targets/targets.ts';
import { UserError } from '../../../user-error.ts';
import { about, type Check, type CheckSubject } from '../check.ts';

const proven = 'built, and its proof agrees with its label';
const defaultTargets = presets.default.targets.map((name) => findTarget(name));

/** Whether the default targets are built and have proven what is linked into them. */
export const checkTargets: CheckSubject = async ({ cacheDirectory, labRoot }) => {
  try {
    const statuses = await readTargetStatuses({ cacheDirectory, labRoot }, defaultTargets);
    return statuses.map(checkTarget);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [about('targets', proven).fail(error.message, error.hint ?? 'npm run setup')];
  }
};

function checkTarget(status: TargetStatus): Check {
  const check = about(`target-${status.name}`, proven);
  switch (status.state) {
    case 'built':
      return check.pass(
        `${status.libc} ${status.libcVersion}, ${status.allocator} ${status.allocatorVersion}`,
      );
    case 'buildable':
      return check.warn('not built yet', 'a run builds it', [`numa-lab targets build ${status.name}`]);
    case 'missing':
      return check.warn(status.reason, status.remedy);
    default:
      return unreachable(status);
  }
}
