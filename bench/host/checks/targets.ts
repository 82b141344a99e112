import { presets } from '../../plan/presets.ts';
import { readTargetStatuses, type TargetStatus } from '../../targets/status.ts';
import { findTarget } from '../../targets/targets.ts';
import { unreachable } from '../../unreachable.ts';
import { UserError } from '../../user-error.ts';
import { type Check, type CheckSubject, fail, pass, warn } from '../check.ts';

const defaultTargets = presets.default.targets.map((name) => findTarget(name));

/** Whether the default targets are built and have proven what is linked into them. */
export const checkTargets: CheckSubject = async ({ cacheDirectory, labRoot }) => {
  try {
    const statuses = await readTargetStatuses({ cacheDirectory, labRoot }, defaultTargets);
    return statuses.map(checkTarget);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [fail('targets', error.message, error.hint ?? 'npm run setup')];
  }
};

function checkTarget(status: TargetStatus): Check {
  const id = `target-${status.name}`;
  switch (status.state) {
    case 'built':
      return pass(id, `${status.libc} ${status.libcVersion}, ${status.allocator} ${status.allocatorVersion}`);
    case 'buildable':
      return warn(id, 'not built yet', 'a run builds it');
    case 'missing':
      return warn(id, status.reason, status.remedy);
    default:
      return unreachable(status);
  }
}
