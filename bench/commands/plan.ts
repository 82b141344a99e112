import { estimatePlan } from '../plan/estimate-plan.ts';
import { chooseTargetNames } from '../plan/make-plan.ts';
import { renderPlan } from '../plan/render-plan.ts';
import type { RawOptions } from './command-table.ts';
import { makeAcceptedPlan, prepareRun, prepareTargets, sayOnStderr } from './prepare-run.ts';

/** `numa-lab plan`: prints what `run` with the same flags would do; with `json` the plan as it would be stored. */
export async function runPlanCommand(options: RawOptions): Promise<number> {
  const prepared = await prepareRun(options);
  const { request } = prepared;
  const built = await prepareTargets(chooseTargetNames(request).slice(0, 1), sayOnStderr);
  const { plan, notices } = await makeAcceptedPlan(prepared, built);
  const estimate = estimatePlan(plan);
  process.stdout.write(
    request.json ? `${JSON.stringify(plan, null, 2)}\n` : renderPlan(plan, { notices, estimate }),
  );
  return 0;
}
