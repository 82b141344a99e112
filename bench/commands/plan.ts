import { estimatePlan } from '../plan/estimate-plan.ts';
import { chooseTargetNames, makePlan } from '../plan/make-plan.ts';
import { renderPlan } from '../plan/render-plan.ts';
import { targetNames } from '../targets/targets.ts';
import type { RawOptions } from './command-table.ts';
import { describeWorkloads, prepareRun, prepareTargets, sayOnStderr } from './prepare-run.ts';

/** `numa-lab plan`: prints what `run` with the same flags would do; with `json` the plan as it would be stored. */
export async function runPlanCommand(options: RawOptions): Promise<number> {
  const { request, machines } = await prepareRun(options);
  const built = await prepareTargets(chooseTargetNames(request).slice(0, 1), sayOnStderr);
  const description = await describeWorkloads(built);
  const { plan, notices } = makePlan(request, { description, targetNames, machines });
  const estimate = estimatePlan(plan);
  process.stdout.write(
    request.json ? `${JSON.stringify(plan, null, 2)}\n` : renderPlan(plan, { notices, estimate }),
  );
  return 0;
}
